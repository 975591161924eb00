using System.Reflection;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// <c>op_Explicit(type)</c>: a type's own conversions, implicit and explicit, to texts, numbers and other values, as a .NET peer's cast asks for them. NotImplemented where there is none to
/// that very type. Conversions to objects are not offered: what those give, nobody has exposed. Any thread.
/// </summary>
internal static class ConversionOperators
{
    private static readonly string[] _names = ["op_Implicit", "op_Explicit"];

    internal static SpecialMethod[] All { get; } =
    [
        new("op_Explicit", (1, 1), static table => Of(table).Any(static method => IsValue(method.ReturnType)), static (target, in arguments) => Convert(target, arguments.Values[0])),
    ];

    /// <summary>The conversions from the type to others.</summary>
    internal static IEnumerable<MethodInfo> Of(MemberTable table) => _names.SelectMany(name => table.OperatorGroup(name)?.Methods.OfType<MethodInfo>() ?? [])
        .Where(method => method.GetParameters()[0].ParameterType.IsAssignableFrom(table.Type));

    /// <summary>Whether what a conversion to the type gives is no more than a value.</summary>
    internal static bool IsValue(Type type) => type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(Version);

    private static object? Convert(object target, object? wanted) =>
        wanted is Type type && IsValue(type) && Find(MemberTable.OfInstance(target.GetType()), type) is { } method ? MethodInvoker.Create(method).Invoke(null, target) : NotImplemented.Value;

    // A TimeSpan is cast by an operator to TimeSpan?, too, as in C#.
    private static MethodInfo? Find(MemberTable table, Type type) =>
        Of(table).FirstOrDefault(method => method.ReturnType == type) ?? Of(table).FirstOrDefault(method => Nullable.GetUnderlyingType(method.ReturnType) == type);
}
