using System.Collections.Concurrent;
using System.Dynamic;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>What besides its CLR members an object has, decided once a type.</summary>
internal enum TargetKind
{
    Plain,
    Custom,
    Expando,
    DynamicObject,
    OtherDynamic,
}

/// <summary>
/// The public members of one type by name, as an instance shows them or as the type itself does. Built once a type and kept as long as the type lives; only names of
/// existing members are in it. Immutable, safe for any thread.
/// </summary>
internal sealed class MemberTable
{
    private static readonly ConditionalWeakTable<Type, MemberTable> _instances = [];
    private static readonly ConditionalWeakTable<Type, MemberTable> _statics = [];

    private readonly Dictionary<string, Member> _members;
    private readonly Dictionary<string, Member>? _parts;
    private readonly ConcurrentDictionary<string, MethodGroup?> _operators = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _specialNames;

    private MemberTable(Type type, Dictionary<string, Member> members, Dictionary<string, Member>? parts, TargetKind kind)
    {
        Type = type;
        _members = members;
        _parts = parts;
        Kind = kind;
        _specialNames = new Lazy<IReadOnlyList<string>>(() => SpecialMethods.NamesFor(this));
        Indexer = members.Values.OfType<IndexerMember>().FirstOrDefault();
        Gate = AttributeGate.Of(this);
    }

    internal Type Type { get; }

    internal TargetKind Kind { get; }

    /// <summary>The type's indexer; null where it has none.</summary>
    internal IndexerMember? Indexer { get; }

    /// <summary>Where the type's objects decide themselves what a peer may do with their attributes.</summary>
    internal AttributeGate? Gate { get; }

    internal IReadOnlyCollection<string> Names => _members.Keys;

    internal IEnumerable<Member> Members => _members.Values;

    /// <summary>The special names that every object of this type can answer; those of types and of this library's callables depend on the object.</summary>
    internal IReadOnlyList<string> SpecialNames => _specialNames.Value;

    /// <summary>The members of instances; static ones are among them where no instance member has the name, as in Python.</summary>
    internal static MemberTable OfInstance(Type type) =>
        _instances.TryGetValue(type, out var known)
            ? known
            : _instances.GetValue(type, static made => new MemberTable(made, MemberTableBuilder.BuildInstance(made), MemberTableBuilder.BuildParts(made, ofInstances: true), KindOf(made)));

    /// <summary>The static members, constants and nested types.</summary>
    internal static MemberTable OfStatic(Type type) =>
        _statics.TryGetValue(type, out var known)
            ? known
            : _statics.GetValue(type, static made => new MemberTable(made, MemberTableBuilder.BuildStatic(made), MemberTableBuilder.BuildParts(made, ofInstances: false), TargetKind.Plain));

    /// <summary>The member of this name; also, where the access policy gave it, that part of a method's overloads which is for peers.</summary>
    internal Member? Find(string name) => _members.GetValueOrDefault(name) ?? _parts?.GetValueOrDefault(name);

    internal MethodGroup? FindMethods(string name) => Find(name) is MethodMember member ? member.Group : null;

    /// <summary>
    /// The user-defined operators of one CLR name such as <c>op_Addition</c>, with those of base types, without those that are kept from peers; null if none. The names are this library's,
    /// never a peer's.
    /// </summary>
    internal MethodGroup? OperatorGroup(string name) => _operators.GetOrAdd(name, static (wanted, type) => FindOperators(wanted, type), Type);

    private static MethodGroup? FindOperators(string name, Type type)
    {
        if (type.ContainsGenericParameters || type.IsInterface)
            return null;
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy);
        MethodInfo[] found = [.. methods.Where(method => method.Name == name && Overload.IsUsable(method) && !method.IsDefined(typeof(NotExposedAttribute), inherit: false))];
        return found.Length == 0 ? null : new MethodGroup(name, type, found);
    }

    private static TargetKind KindOf(Type type)
    {
        if (type.IsAssignableTo(typeof(ICustomMembers)))
            return TargetKind.Custom;
        if (type == typeof(ExpandoObject))
            return TargetKind.Expando;
        if (type == typeof(PyTuple) || !type.IsAssignableTo(typeof(IDynamicMetaObjectProvider)))
            return TargetKind.Plain;
        return type.IsAssignableTo(typeof(DynamicObject)) ? TargetKind.DynamicObject : TargetKind.OtherDynamic;
    }
}
