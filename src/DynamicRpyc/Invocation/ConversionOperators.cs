using System.Reflection;
using DynamicRpyc.Access;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// <c>op_Explicit(type)</c>: a type's own conversions, implicit and explicit, to texts, numbers and other values, as a .NET peer's cast asks for them. NotImplemented where there is none to
/// that very type. Conversions to objects are not offered: what those give, nobody has exposed. Any thread.
/// </summary>
internal static class ConversionOperators
{
    private static readonly string[] _names = ["op_Implicit", SpecialNames.Conversion];

    internal static SpecialMethod[] All { get; } = [Over(static _ => true)];

    /// <summary>
    /// What the name stands for where it is a safe one and no more: the conversions that tell nothing beyond the other safe names. A user's own to a text may hold what its ToString
    /// takes care not to show.
    /// </summary>
    internal static SpecialMethod ForAnyPeer { get; } = Over(IsForAnyPeer);

    /// <summary>The conversions from the type to others.</summary>
    internal static IEnumerable<MethodInfo> Of(MemberTable table) => _names.SelectMany(name => table.OperatorGroup(name)?.Methods.OfType<MethodInfo>() ?? [])
        .Where(method => method.GetParameters()[0].ParameterType.IsAssignableFrom(table.Type));

    /// <summary>Whether what a conversion to the type gives is no more than a value.</summary>
    internal static bool IsValue(Type type) => type is { IsValueType: true, IsByRefLike: false } || type == typeof(string) || type == typeof(Uri) || type == typeof(Version);

    private static SpecialMethod Over(Func<MethodInfo, bool> isOffered) => new(
        SpecialNames.Conversion, (1, 1), static table => Of(table).Any(static method => IsValue(method.ReturnType)), (target, in arguments) => Convert(target, arguments.Values[0], isOffered));

    private static object? Convert(object target, object? wanted, Func<MethodInfo, bool> isOffered) =>
        wanted is Type type && IsValue(type) && Find(Of(MemberTable.OfInstance(target.GetType())).Where(isOffered), type) is { } method
            ? MethodInvoker.Create(method).Invoke(null, target)
            : NotImplemented.Value;

    // A TimeSpan is cast by an operator to TimeSpan?, too, as in C#.
    private static MethodInfo? Find(IEnumerable<MethodInfo> offered, Type type) =>
        offered.FirstOrDefault(method => method.ReturnType == type) ?? offered.FirstOrDefault(method => Nullable.GetUnderlyingType(method.ReturnType) == type);

    /// <summary>Whether the conversion tells no more than the other safe names: __int__, __float__ and __bool__ give as much; of the framework's own types ToString and the comparisons do.</summary>
    internal static bool IsForAnyPeer(MethodInfo method) => method.DeclaringType is { } owner
        && (NumberOperators.Integers.Contains(method.ReturnType) || (method.ReturnType == typeof(bool) && method.Name != SpecialNames.Conversion)
            || FrameworkTypes.Include(owner.Assembly) || ExposedNames.IsMarked(owner) || ExposedNames.MarkOf(method) is not null);
}
