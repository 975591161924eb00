using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Access;

/// <summary>
/// Which names of one type are exposed, and under which CLR name. Made once per type and prefix, from the type's own public members, so a peer's names never enter a cache.
/// Immutable, safe for any thread.
/// </summary>
internal sealed class ExposedNames
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    // A prefix is a setting of this side, so there are few of them.
    private static readonly ConcurrentDictionary<string, ConditionalWeakTable<Type, ExposedNames>> _caches = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ConditionalWeakTable<Type, ExposedNames>> _staticCaches = new(StringComparer.Ordinal);

    private readonly string _prefix;
    private readonly Dictionary<string, string> _exposed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hiddenWays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _statics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MethodInfo[]>? _parts;

    private ExposedNames(Type type, string prefix, BindingFlags kinds)
    {
        _prefix = prefix;
        _parts = ExposedOverloads.Parts(type, kinds);
        Read(type.GetMembers(kinds));
        foreach (var contract in kinds == Public ? type.GetInterfaces() : [])
        {
            if (contract.IsVisible || IsMarked(contract))
                Read(contract.GetMembers(BindingFlags.Public | BindingFlags.Instance));
        }

        if (kinds == Public)
            HideExplicit(type);

        // A member of the type's own that is called get or items is no way to the hidden one: it says itself whether it is for peers.
        _hidden.UnionWith(_hiddenWays.Where(name => name.StartsWith('_') || !_names.Contains(name)));
        foreach (var name in _hidden)
            Hide(name);
    }

    /// <summary>The names of <paramref name="type"/>; an empty prefix exposes nothing by name.</summary>
    internal static ExposedNames Of(Type type, string prefix)
    {
        var cache = _caches.GetOrAdd(prefix, static _ => []);
        return cache.TryGetValue(type, out var names) ? names : cache.GetValue(type, made => new ExposedNames(made, prefix, Public));
    }

    /// <summary>
    /// The names of the type itself, seen as an object: those of its static members and nested types. An exposed instance property called Assembly must not lead to
    /// <see cref="Type.Assembly"/>.
    /// </summary>
    internal static ExposedNames OfStatic(Type type, string prefix)
    {
        var cache = _staticCaches.GetOrAdd(prefix, static _ => []);
        return cache.TryGetValue(type, out var names) ? names : cache.GetValue(type, made => new ExposedNames(made, prefix, Public & ~BindingFlags.Instance));
    }

    internal static bool IsMarked(Type type) => type.IsDefined(typeof(ExposedAttribute), inherit: false);

    /// <summary>The CLR name behind an exposed name; null where nothing of that name is exposed.</summary>
    internal string? Find(string name) => _exposed.GetValueOrDefault(name);

    /// <summary>The names given by marks, beside those that the members have themselves.</summary>
    internal IEnumerable<string> Aliases =>
        _exposed.Keys.Where(name => !(_prefix.Length > 0 && name.StartsWith(_prefix, StringComparison.Ordinal)) && !_names.Contains(name) && !_names.Contains(_prefix + name));

    /// <summary>Whether the type has a public member of exactly this name.</summary>
    internal bool Has(string name) => _names.Contains(name);

    /// <summary>Whether the member, or the one that a special name stands for, is marked <see cref="NotExposedAttribute"/>.</summary>
    internal bool IsHidden(string name) => _hidden.Contains(name);

    /// <summary>Whether the name is a static member's. Names that are safe on any object are so because of what they do there: no static one is meant.</summary>
    internal bool IsStatic(string name) => _statics.Contains(name);

    private void Read(MemberInfo[] members)
    {
        foreach (var member in members)
        {
            if (member is ConstructorInfo or MethodBase { IsSpecialName: true })
                continue;
            var name = PlainName(member);
            _names.Add(name);
            if (IsHidden(member))
            {
                _hidden.Add(name);
                _hiddenWays.UnionWith(SpecialNames.Of(member, name));
            }
            if (member is FieldInfo { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true })
                _statics.Add(name);
            Expose(member, name);
        }
    }

    /// <summary>Members that implement an interface's explicitly, which are private and named after it. They are reached by the interface's name.</summary>
    private void HideExplicit(Type type)
    {
        const BindingFlags own = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        for (var home = type; home is not null && !FrameworkTypes.Include(home.Assembly); home = home.BaseType)
        {
            foreach (var member in home.GetMembers(own).Where(static member => member.Name.Contains('.', StringComparison.Ordinal) && member.IsDefined(typeof(NotExposedAttribute), inherit: false)))
            {
                var name = member.Name[(member.Name.LastIndexOf('.') + 1)..];
                _hidden.Add(name);
                _hiddenWays.UnionWith(SpecialNames.Of(member, name));
            }
        }
    }

    private void Expose(MemberInfo member, string name)
    {
        if (_prefix.Length > 0 && name.Length > _prefix.Length && name.StartsWith(_prefix, StringComparison.Ordinal))
        {
            _exposed[name[_prefix.Length..]] = name;
            _exposed[name] = name;
        }

        var mark = MarkOf(member);
        if (mark is null && !CallbackContracts.Include(member) && !(member.DeclaringType is { } declaring && IsMarked(declaring)))
            return;
        var behind = member is MethodInfo && _parts?.ContainsKey(name) == true ? ExposedOverloads.PartOf(name) : name;
        AddIfFree(name, behind);
        AddIfFree(_prefix + name, behind);
        if (mark?.Name is { } alias)
        {
            AddIfFree(alias, behind);
            AddIfFree(_prefix + alias, behind);
        }
    }

    // Overriding a member that was kept from peers does not hand it to them, also where the overriding class is exposed as a whole; only a mark of its own does.
    private static bool IsHidden(MemberInfo member)
    {
        if (member.IsDefined(typeof(NotExposedAttribute), inherit: false))
            return true;
        if (member.IsDefined(typeof(ExposedAttribute), inherit: false))
            return false;
        return BaseDeclaration(member)?.IsDefined(typeof(NotExposedAttribute), inherit: false) ?? false;
    }

    /// <summary>
    /// The member's own mark. The attribute is not inherited as reflection sees it, so that an override in a derived class can be kept from peers by leaving it off the class;
    /// but an override of a method whose base declaration is marked is still that method.
    /// </summary>
    internal static ExposedAttribute? MarkOf(MemberInfo member)
    {
        if (member is Type nested)
            return nested.GetCustomAttribute<ExposedAttribute>(inherit: false);
        if (member.GetCustomAttribute<ExposedAttribute>(inherit: false) is { } own)
            return own;
        var declared = BaseDeclaration(member);
        return declared?.GetCustomAttribute<ExposedAttribute>(inherit: false) ?? (declared?.DeclaringType is { } home && IsMarked(home) ? new ExposedAttribute() : null);
    }

    /// <summary>What the member overrides, as it was declared first; null where it overrides nothing.</summary>
    private static MemberInfo? BaseDeclaration(MemberInfo member)
    {
        var accessor = member switch
        {
            MethodInfo method => method,
            PropertyInfo property => property.GetMethod ?? property.SetMethod,
            _ => null,
        };
        var root = accessor?.GetBaseDefinition();
        if (root is null || root.DeclaringType == member.DeclaringType || root.DeclaringType is not { } home)
            return null;
        return (member is PropertyInfo overriding ? Redeclared(overriding, home) : null) ?? (MemberInfo)root;
    }

    private static PropertyInfo? Redeclared(PropertyInfo property, Type home)
    {
        Type[] indexes = [.. property.GetIndexParameters().Select(parameter => parameter.ParameterType)];
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return home.GetProperty(property.Name, declared, null, property.PropertyType, indexes, null);
    }

    private static string PlainName(MemberInfo member)
    {
        var arity = member is Type ? member.Name.IndexOf('`', StringComparison.Ordinal) : -1;
        return arity < 0 ? member.Name : member.Name[..arity];
    }

    private void AddIfFree(string name, string member) => _exposed.TryAdd(name, member);

    private void Hide(string member)
    {
        foreach (var name in _exposed.Where(pair => pair.Value == member || pair.Value == ExposedOverloads.PartOf(member)).Select(pair => pair.Key).ToArray())
            _exposed.Remove(name);
    }
}
