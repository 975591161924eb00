using System.Numerics;
using System.Reflection;

namespace DynamicRpyc.Invocation;

/// <summary>A type's own conversions to numbers, implicit and explicit: what a cast means that is written on the other side. Any thread.</summary>
internal static class NumberOperators
{
    private static readonly Type[] _integers =
    [
        typeof(long), typeof(int), typeof(BigInteger), typeof(ulong), typeof(uint), typeof(short), typeof(ushort), typeof(byte), typeof(sbyte), typeof(nint), typeof(nuint),
    ];

    private static readonly Type[] _reals = [typeof(double), typeof(decimal), typeof(float)];

    /// <summary>The results for an integer, in the order in which they are looked for. As in C#, a conversion to another number serves too.</summary>
    internal static readonly Type[] Integers = [.. _integers, .. _reals];

    /// <inheritdoc cref="Integers"/>
    internal static readonly Type[] Reals = [.. _reals, .. _integers];

    internal static MethodInfo? Find(MemberTable table, Type[] results)
    {
        var all = ConversionOperators.Of(table).ToList();
        return all.Count == 0 ? null : results.Select(result => all.Find(method => method.ReturnType == result)).FirstOrDefault(static found => found is not null);
    }

    /// <summary>The number; null where the type has no such conversion.</summary>
    internal static object? Apply(object target, Type[] results) =>
        Find(MemberTable.OfInstance(target.GetType()), results) is { } method ? MethodInvoker.Create(method).Invoke(null, target) : null;
}
