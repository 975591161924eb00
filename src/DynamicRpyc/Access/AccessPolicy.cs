using System.Dynamic;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Access;

/// <summary>
/// Decides which names of which objects a peer may touch: RPyC's rule, name by name, as <see cref="RpycConfig"/> sets it. It decides by name and mark alone; whether
/// the member exists is found out when it is used. Immutable, safe for any thread.
/// </summary>
internal sealed class AccessPolicy
{
    private const string CallName = "__call__";
    private const string OverloadsName = "Overloads";

    private readonly RpycConfig _config;
    private readonly string _prefix;

    internal AccessPolicy(RpycConfig config)
    {
        _config = config;
        _prefix = config.AllowExposedAttributes ? config.ExposedPrefix : "";
    }

    /// <summary>The CLR name of the member that the peer's <paramref name="name"/> stands for.</summary>
    /// <exception cref="AccessDeniedException">The policy refuses; the text names the setting or attribute that would allow it.</exception>
    internal string Resolve(object target, string name, AccessKind kind)
    {
        if (!IsSwitchedOn(kind))
            throw SwitchedOff(target, name, kind);
        if (_config.AllowAllAttributes && !_config.AllowExposedAttributes)
            return name;
        // Whoever got a method, or a type that it may make objects of, may choose among its overloads.
        if (name == OverloadsName && kind == AccessKind.Get && (target is ICallableByPeer || (target is Type && !NamesOf(target).Has(name))))
            return MayCall(target) ? name : throw Refused(target, name);
        if (name == CallName && kind is AccessKind.Get or AccessKind.Call && MayCall(target))
            return name;

        var names = NamesOf(target);
        var isPlain = IsPlain(target, names, name) && (_config.AllowAllAttributes || (!names.IsHidden(name) && (kind is AccessKind.Set or AccessKind.Delete || !IsOfTheDictionary(target, names, name))));
        var exposed = _config.AllowExposedAttributes ? FindExposed(target, names, name) : null;
        if (kind is AccessKind.Get or AccessKind.Call && (exposed is null || target is IRemoteObject) && FindOpen(target, names, name) is { } open)
            return open;

        // RPyC's order: a plain name that exists, or that no exposed one competes with, is taken as it is.
        if (isPlain && (exposed is null || Exists(target, names, name)))
        {
            if (IsMistaken(target, names, name))
                throw Refused(target, name[_prefix.Length..]);
            return IsMerelySafe(target, name) ? ExposedOverloads.PartOf(name) : name;
        }
        return exposed ?? throw Refused(target, name);
    }

    /// <summary>For the requests that RPyC answers whatever the settings, such as STR: all that keeps them from an object is the owner's own mark.</summary>
    /// <exception cref="AccessDeniedException">What the special name stands for is marked <see cref="NotExposedAttribute"/>.</exception>
    internal void RequireNotHidden(object target, string specialName)
    {
        if (!_config.AllowAllAttributes && NamesOf(target).IsHidden(specialName))
            throw Refused(target, specialName);
    }

    /// <summary>Whether the peer may use all public conversions of an object's type, and not merely those that tell no more than the safe names.</summary>
    internal bool ShowsConversions => _config.AllowAllAttributes || _config.AllowPublicAttributes;

    /// <summary>
    /// Whether the peer may have a copy of the items, of those numbers, texts and dates that they are: walking over them tells as much. It is asked for where that does not tell their shape.
    /// </summary>
    internal bool MayCopyItems(object target) => IsSwitchedOn(AccessKind.Get) && FindOpen(target, NamesOf(target), "__array__") is not null;

    /// <summary>The names by which a peer may use members that are called otherwise; to be listed beside those of the members.</summary>
    internal IEnumerable<string> AliasesOf(object target) => _config.AllowExposedAttributes && target is not IRemoteObject ? NamesOf(target).Aliases : [];

    /// <summary>
    /// Whether the peer may call the object itself. RPyC lets every call through; here delegates and methods got by an allowed get are callable, a type only where it is
    /// marked <c>[Exposed]</c> or all attributes are allowed.
    /// </summary>
    internal bool MayCall(object target) => _config.AllowAllAttributes || target switch
    {
        // An object of a further process guards itself there.
        Delegate or ICallableByPeer or IRemoteObject => true,
        Type type => _config.AllowExposedAttributes && ExposedNames.IsMarked(type),
        _ => MayCallInstance(ExposedNames.Of(target.GetType(), _prefix)),
    };

    /// <exception cref="AccessDeniedException">The object may not be called by the peer.</exception>
    internal void RequireCallable(object target)
    {
        if (MayCall(target))
            return;
        var what = target is Type type ? $"creating a {type.Name}" : $"calling a {target.GetType().Name}";
        throw new AccessDeniedException(
            $"{what} was refused by the side that owns it: mark the type [Exposed], or set RpycConfig.{nameof(RpycConfig.AllowAllAttributes)} there.");
    }

    /// <summary>Judged by the member that a call ends in, <c>__call__</c> before <c>Invoke</c>: an exposed one does not open a hidden one.</summary>
    private bool MayCallInstance(ExposedNames names)
    {
        var member = names.Has(CallName) ? CallName : "Invoke";
        return names.Has(member)
            && ((_config.AllowExposedAttributes && names.Find(member) == member) || (_config.AllowPublicAttributes && !member.StartsWith('_') && !names.IsHidden(member)));
    }

    private bool IsSwitchedOn(AccessKind kind) => kind switch
    {
        AccessKind.Set => _config.AllowSetAttribute,
        AccessKind.Delete => _config.AllowDeleteAttribute,
        _ => _config.AllowGetAttribute,
    };

    private bool IsPlain(object target, ExposedNames names, string name) =>
        _config.AllowAllAttributes
        || (_prefix.Length > 0 && name.StartsWith(_prefix, StringComparison.Ordinal))
        || (_config.AllowSafeAttributes && _config.SafeAttributes.Contains(name) && IsSafeOn(target, names, name))
        || (_config.AllowPublicAttributes && !name.StartsWith('_'));

    /// <summary>A process in between asks for the prefixed name of what its client wrote without: what is refused is what was written.</summary>
    private bool IsMistaken(object target, ExposedNames names, string name) => !_config.AllowAllAttributes && !(_config.AllowPublicAttributes && !name.StartsWith('_'))
        && _prefix.Length > 0 && name.Length > _prefix.Length && name.StartsWith(_prefix, StringComparison.Ordinal)
        && target is not IRemoteObject && (target is ExpandoObject or not IDynamicMetaObjectProvider) && !Exists(target, names, name);

    /// <summary>The items of an ExpandoObject are its attributes: reading or writing them by index would be a way around the rule for attributes.</summary>
    private static bool IsSafeOn(object target, ExposedNames names, string name) =>
        !names.IsStatic(name) && (target is not ExpandoObject || SpecialNames.IsOfEveryObject(name));

    /// <summary>What an ExpandoObject has as the dictionary that it is reaches all items, whatever their names. C# sees none of it on <c>dynamic</c> either.</summary>
    private static bool IsOfTheDictionary(object target, ExposedNames names, string name) => target is ExpandoObject expando && !SpecialNames.IsOfEveryObject(name)
        && (names.Has(name) || OpenMembers.IsOne(name)) && !((IDictionary<string, object?>)expando).ContainsKey(name);

    // A conversion operator is as public as any member of its type: as a safe name it means those that tell no more than the other safe names do. Of an object of a further process its owner decides.
    private bool IsMerelySafe(object target, string name) => name == SpecialNames.Conversion && target is not IRemoteObject && !ShowsConversions;

    private ExposedNames NamesOf(object target) => target is Type type ? ExposedNames.OfStatic(type, _prefix) : ExposedNames.Of(target.GetType(), _prefix);

    private string? FindExposed(object target, ExposedNames names, string name)
    {
        // RPyC asks the owner whether it has the prefixed name, which costs a request or two for each access. Here the owner is asked for it outright: it has it and allows it, or
        // its refusal is the answer. The outcome is another one only where this side lets the plain name through too and the owner, which does without prefixes, has both.
        if (target is IRemoteObject)
            return IsPlain(target, names, name) ? null : _prefix.Length > 0 ? _prefix + name : null;
        if (target is ExpandoObject expando && _prefix.Length > 0)
            return ((IDictionary<string, object?>)expando).ContainsKey(_prefix + name) ? _prefix + name : null;
        return names.Find(name);
    }

    /// <summary>A process in between that cannot tell asks for what it takes for an exposed name.</summary>
    private string? FindOpen(object target, ExposedNames names, string name)
    {
        if (_prefix.Length > 0 && name.StartsWith(_prefix, StringComparison.Ordinal) && target is not IRemoteObject && !names.Has(name))
            name = name[_prefix.Length..];
        return OpenMembers.Has(target, name, names, _config) ? name : null;
    }

    private static bool Exists(object target, ExposedNames names, string name) =>
        names.Has(name) || (target is ExpandoObject expando && ((IDictionary<string, object?>)expando).ContainsKey(name));

    private static AccessDeniedException SwitchedOff(object target, string name, AccessKind kind)
    {
        var (verb, setting) = kind switch
        {
            AccessKind.Set => ("writing", nameof(RpycConfig.AllowSetAttribute)),
            AccessKind.Delete => ("deleting", nameof(RpycConfig.AllowDeleteAttribute)),
            _ => ("reading", nameof(RpycConfig.AllowGetAttribute)),
        };
        return new AccessDeniedException(
            $"{verb} '{name}' of {Describe(target)} was refused by the side that owns the object: set RpycConfig.{setting} there to allow it.");
    }

    private AccessDeniedException Refused(object target, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            return new AccessDeniedException(
                $"access to '{name}' of {Describe(target)} was refused by the side that owns the object: set RpycConfig.{nameof(RpycConfig.AllowAllAttributes)} there to allow it.");
        }
        var mark = _config.AllowExposedAttributes
            ? $"mark the member [Exposed], name it {_config.ExposedPrefix}{name}, or set"
            : $"set RpycConfig.{nameof(RpycConfig.AllowExposedAttributes)} and expose the member, or set";
        var wider = name.StartsWith('_')
            ? $"RpycConfig.{nameof(RpycConfig.AllowAllAttributes)}"
            : $"RpycConfig.{nameof(RpycConfig.AllowPublicAttributes)} or {nameof(RpycConfig.AllowAllAttributes)}";
        return new AccessDeniedException(
            $"access to '{name}' of {Describe(target)} was refused by the side that owns the object: {mark} {wider} there to allow it.");
    }

    private static string Describe(object target) => target switch
    {
        Type type => $"the type {type.Name}",
        IRemoteObject remote => $"a remote {remote.RemoteTypeName}",
        _ => $"a {target.GetType().Name}",
    };
}
