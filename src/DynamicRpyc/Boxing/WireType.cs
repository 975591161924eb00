using System.Runtime.CompilerServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Boxing;

/// <summary>How a CLR type is named on the wire: its full name, an id that no other type of this process has, and the encoded start of its objects' id_packs.</summary>
internal sealed class WireType
{
    /// <summary>
    /// The name that spares a Python peer the INSPECT round trip: its netref class for bound methods is ready-made, and has <c>__call__</c>.
    /// </summary>
    internal const string MethodName = "builtins.method";

    private const string PythonBuiltins = "builtins.";
    private static readonly ConditionalWeakTable<Type, WireType> _types = [];

    // A Python peer takes two objects for ones of the same type where the type ids are equal, whichever process they came from; there, ids are addresses. So two processes of this
    // library must not both begin at 1.
    private static long _lastId = Random.Shared.Next(1 << 20, 1 << 30);

    private OwnName? _lastOwn;

    private WireType(string name, string typeName)
    {
        Name = name;
        TypeName = typeName;
        Id = NextId();
        Prefix = EncodePrefix(name, Id);
        TypePrefix = name == typeName ? Prefix : EncodePrefix(typeName, Id);
    }

    /// <summary>What the type's objects are called.</summary>
    internal string Name { get; }

    /// <summary>What the type itself is called. Not always as its objects: a delegate is a method to Python, a delegate type is not, and would lose its <c>Action[Int32]</c> by it.</summary>
    internal string TypeName { get; }

    internal long Id { get; }

    /// <summary>The bytes of an id_pack up to the instance id.</summary>
    internal byte[] Prefix { get; }

    /// <summary>As <see cref="Prefix"/>, of the type itself.</summary>
    internal byte[] TypePrefix { get; }

    /// <summary>As <see cref="Prefix"/>, for objects of this type with a name of their own.</summary>
    internal byte[] PrefixFor(string name)
    {
        if (name == Name)
            return Prefix;
        if (_lastOwn is { } last && last.Name == name)
            return last.Prefix;
        var prefix = EncodePrefix(name, Id);
        _lastOwn = new OwnName(name, prefix);
        return prefix;
    }

    internal static WireType Of(Type type) => _types.GetValue(type, static t => new WireType(NameOfObjects(t), NameOf(t)));

    /// <summary>A type id that no type of this process has, nor, by any likelihood, one of another.</summary>
    internal static long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>The name that goes on the wire for this very object, where it is not its type's.</summary>
    internal static string? OwnNameOf(object target) => (target as IWireNamed)?.WireTypeName;

    internal static byte[] EncodePrefix(string name, long typeId)
    {
        using var writer = new BrineWriter(96);
        writer.WriteTupleHeader(3);
        writer.WriteString(name);
        writer.WriteInt(typeId);
        return writer.WrittenSpan.ToArray();
    }

    private sealed record OwnName(string Name, byte[] Prefix);

    private static string NameOfObjects(Type type) => type.IsSubclassOf(typeof(Delegate)) && !type.IsAbstract ? MethodName : NameOf(type);

    private static string NameOf(Type type)
    {
        var name = Readable(type);
        // A Python peer takes what claims to be one of its builtins for the real thing, and asks no more.
        return name.StartsWith(PythonBuiltins, StringComparison.Ordinal) ? "clr." + name : name;
    }

    private static string Readable(Type type)
    {
        if (type.IsArray)
            return Readable(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (type.IsGenericParameter)
            return type.Name;
        var own = type.DeclaringType is { } outer && !type.IsGenericParameter
            ? Readable(outer.IsGenericTypeDefinition || !outer.IsGenericType ? outer : outer.GetGenericTypeDefinition()) + "." + WithoutArity(type.Name)
            : (string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".") + WithoutArity(type.Name);
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? own + "[" + string.Join(", ", type.GetGenericArguments().Select(a => a.Name)) + "]"
            : own;
    }

    private static string WithoutArity(string name)
    {
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
