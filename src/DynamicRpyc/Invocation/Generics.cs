using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Generic types of one name that differ in how many type arguments they take (Func, Action, Tuple), where none of them is the plain name's. Indexing closes the one whose
/// count fits. Immutable, safe for any thread.
/// </summary>
internal sealed class OpenGeneric
{
    /// <param name="name">The name without arity.</param>
    /// <param name="definitions">The types.</param>
    /// <param name="leading">The type arguments that are settled: those of the closed type in which these are nested.</param>
    internal OpenGeneric(string name, IReadOnlyList<Type> definitions, params Type[] leading)
    {
        Name = name;
        Leading = leading;
        Definitions = [.. definitions.OrderBy(static type => type.GetGenericArguments().Length)];
    }

    internal string Name { get; }

    internal IReadOnlyList<Type> Definitions { get; }

    internal Type[] Leading { get; }

    public override string ToString() => $"<open generic {string.Join(", ", Definitions.Select(TypeNames.Display))}>";
}

/// <summary>Finding, closing and constructing generic types as <c>List[Int32]</c>. The peer must be allowed to get at the types; the runtime keeps every closed type.</summary>
internal static class Generics
{
    private static readonly Dictionary<string, string> _ofPython = new(StringComparer.Ordinal)
    {
        ["builtins.int"] = "System.Int32, System.Int64 or System.Numerics.BigInteger",
        ["builtins.float"] = "System.Double",
        ["builtins.str"] = "System.String",
        ["builtins.bool"] = "System.Boolean",
        ["builtins.object"] = "System.Object",
        ["builtins.complex"] = "System.Numerics.Complex",
        ["datetime.datetime"] = "System.DateTime",
        ["datetime.timedelta"] = "System.TimeSpan",
        ["decimal.Decimal"] = "System.Decimal",
        ["uuid.UUID"] = "System.Guid",
    };

    /// <summary>
    /// What a bare name stands for among the types of that name: the only one, the plain one (its generic namesakes are found by indexing it), or all of them.
    /// </summary>
    /// <param name="name">The name without arity.</param>
    /// <param name="sameNamed">At least one type; their names differ in arity alone.</param>
    internal static object ByName(string name, IReadOnlyList<Type> sameNamed)
    {
        if (sameNamed.Count == 1)
            return sameNamed[0];
        return sameNamed.FirstOrDefault(static type => !type.IsGenericTypeDefinition) ?? (object)new OpenGeneric(name, sameNamed);
    }

    /// <summary>
    /// As <see cref="ByName"/>, for types nested in <paramref name="outer"/>: those that add no type parameters are closed as it is, one that adds some takes those alone.
    /// </summary>
    internal static object Nested(Type outer, string name, IReadOnlyList<Type> sameNamed)
    {
        var own = outer.IsConstructedGenericType ? outer.GetGenericArguments() : [];
        Type[] nested = [.. sameNamed.Select(Close)];
        return own.Length > 0 && Array.TrueForAll(nested, static type => type.IsGenericTypeDefinition) ? new OpenGeneric(name, nested, own) : ByName(name, nested);

        Type Close(Type type) => own.Length > 0 && type.GetGenericArguments().Length == own.Length ? type.MakeGenericType(own) : type;
    }

    /// <summary>Whether the object can be indexed with type arguments.</summary>
    internal static bool CanIndex(object target) => target switch
    {
        OpenGeneric or OverloadChooser => true,
        BoundMethod method => method.HasGenericOverloads,
        Type type => type.IsGenericTypeDefinition || type == typeof(Array) || Namesakes(type).Any(),
        _ => false,
    };

    /// <summary>Closes an open type or method with one type or a tuple of types.</summary>
    /// <exception cref="BindException">The key holds something else than types, the count fits nothing, or a constraint refuses.</exception>
    internal static object Index(object target, object? key)
    {
        var arguments = ToTypes(key);
        return target switch
        {
            BoundMethod method => method.Close(arguments),
            OverloadChooser overloads => overloads.Choose(arguments),
            Type type when type == typeof(Array) => ClosedTypes.OfProcess.Admit(ArrayOf(arguments)),
            OpenGeneric open => Close(open.Name, open.Definitions, arguments, open.Leading),
            Type { IsGenericTypeDefinition: true } definition => Close(TypeNames.Plain(definition), [definition], arguments),
            Type type => Close(type.Name, [.. Namesakes(type)], arguments),
            _ => throw MissingMember.Unusable(target, "__getitem__", "takes no type arguments"),
        };
    }

    /// <summary>Whether the type has constructors to choose among. A delegate's are the runtime's own.</summary>
    internal static bool CanConstruct(Type type) =>
        type is { ContainsGenericParameters: false, IsAbstract: false, IsArray: false } && Overload.IsPassable(type) && !type.IsSubclassOf(typeof(Delegate)) && type.GetConstructors().Length > 0;

    /// <summary>Creates an instance; for enums, primitives and delegates converts the argument.</summary>
    internal static object? Construct(Type type, in CallArguments arguments)
    {
        if (type.IsGenericTypeDefinition)
            throw new BindException($"{TypeNames.Display(type)} is an open generic type: close it first, as in {Example(type)}(...)");
        if (type.ContainsGenericParameters || type.IsInterface || type.IsAbstract)
            throw new BindException($"{TypeNames.Display(type)} is {WhyAbstract(type)}: it has no instances of its own");
        if (!Overload.IsPassable(type))
            throw new BindException($"{TypeNames.Display(type)} is by-ref-like or a pointer: its values cannot be passed");
        if (type.IsSZArray)
            return NewArray(type, arguments);
        if (arguments is { Names.IsEmpty: true, Values.Length: 1 } && (type.IsPrimitive || type.IsEnum || type.IsSubclassOf(typeof(Delegate))))
            return ConvertTo(type, arguments.Values[0]);
        if (arguments.Values.IsEmpty && type.IsValueType && type.GetConstructor(Type.EmptyTypes) is null)
            return Activator.CreateInstance(type);
        return Constructors.Of(type).Invoke(null, arguments);
    }

    // Array[Int32] is Int32[], as pythonnet has it.
    private static Type ArrayOf(Type[] items) => items is [var item] && item != typeof(void) && Overload.IsPassable(item)
        ? item.MakeArrayType()
        : throw new BindException("Array takes the type of its items, as in Array[Int32]; for several dimensions call Array.CreateInstance(Int32, 2, 3)");

    // A length or the items.
    private static Array NewArray(Type type, in CallArguments arguments)
    {
        var item = type.GetElementType()!;
        if (arguments.Values.IsEmpty)
            return Array.CreateInstance(item, 0);
        if (arguments.Values is [var only] && arguments.Names.IsEmpty)
            return Integers.TryGetLong(only, out var length) && only is not bool ? Array.CreateInstance(item, length) : (Array)Conversions.Convert(only, type)!;
        throw new BindException($"{TypeNames.Display(type)} is made from its items, as in Array[{TypeNames.Display(item)}]([...]), or from their number");
    }

    private static object? ConvertTo(Type type, object? value)
    {
        var conversion = Conversions.To(type);
        return conversion.Cost(value) != Conversion.Impossible ? conversion.Convert(value) : throw conversion.Refuse(value);
    }

    private static string WhyAbstract(Type type) => type.IsInterface ? "an interface" : type.IsSealed ? "a static class" : "abstract";

    internal static string Example(Type definition)
    {
        var arguments = string.Join(", ", definition.GetGenericArguments().Select(static (_, i) => i == 0 ? "String" : "Int32"));
        return $"{TypeNames.Plain(definition)}[{arguments}]";
    }

    // Task[Int32] while Task is a type of its own: the generic ones live beside it.
    private static IEnumerable<Type> Namesakes(Type type)
    {
        if (type.IsGenericType || type.HasElementType || type.FullName is not { } name)
            yield break;
        const int mostArguments = 17;
        for (var count = 1; count <= mostArguments; count++)
        {
            if (type.Assembly.GetType($"{name}`{count}") is { IsVisible: true } generic)
                yield return generic;
        }
    }

    private static Type Close(string name, IReadOnlyList<Type> definitions, Type[] arguments, params Type[] leading)
    {
        var definition = definitions.FirstOrDefault(type => type.GetGenericArguments().Length == leading.Length + arguments.Length)
            ?? throw new BindException(
                $"{name} does not take {arguments.Length} type arguments; there is {string.Join(", ", definitions.Select(TypeNames.Display))}");
        try
        {
            return ClosedTypes.OfProcess.Admit(definition.MakeGenericType([.. leading, .. arguments]));
        }
        catch (Exception refusal) when (refusal is ArgumentException or TypeLoadException or NotSupportedException)
        {
            var given = string.Join(", ", arguments.Select(TypeNames.Display));
            throw new BindException($"{TypeNames.Display(definition)} cannot take <{given}>: {refusal.Message}", refusal);
        }
    }

    private static Type[] ToTypes(object? key) => PyTuple.Of(key) is { } several ? [.. several.Select(ToType)] : [ToType(key)];

    private static Type ToType(object? key) =>
        key is Foundation.IRemoteObject { IsRemoteType: true } remote && KnownTypes.Find(remote.RemoteTypeName) is { ContainsGenericParameters: false } same ? same
        : Conversions.TryConvert(key, typeof(Type), out var type) && type is Type { ContainsGenericParameters: false } found
            ? found
            : throw new BindException(
                $"type arguments must be types of the side that owns the generic, such as System.Int32, and closed themselves; {TypeNames.Describe(key)} is not{Instead(key)}");

    private static string Instead(object? key) => key is Foundation.IRemoteObject { IsRemoteType: true } remote && _ofPython.TryGetValue(remote.RemoteTypeName, out var name)
        ? $"; write {name}"
        : "";
}

/// <summary>Counts the types that peers close, because the runtime keeps each for ever. Safe for any thread.</summary>
internal sealed class ClosedTypes(int most)
{
    private readonly ConditionalWeakTable<Type, object> _seen = [];
    private int _count;

    internal static ClosedTypes OfProcess { get; } = new(10_000);

    /// <exception cref="InvalidOperationException">The type is new and the bound is reached.</exception>
    internal Type Admit(Type type)
    {
        if (_seen.TryGetValue(type, out _))
            return type;
        if (Volatile.Read(ref _count) >= most)
        {
            throw new InvalidOperationException(
                $"Peers have closed {most} generic types in this process; {TypeNames.Display(type)} is refused, since none of them is ever given back.");
        }

        if (_seen.TryAdd(type, type.Name))
            Interlocked.Increment(ref _count);
        return type;
    }
}

/// <summary>The public constructors of types, prepared once.</summary>
internal static class Constructors
{
    private static readonly ConditionalWeakTable<Type, MethodGroup> _groups = [];

    internal static MethodGroup Of(Type type) => _groups.TryGetValue(type, out var known)
        ? known
        : _groups.GetValue(type, static made => new MethodGroup(ConstructorInfo.ConstructorName, made, made.GetConstructors()));
}
