using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>The truth of a value that came over the wire, by Python's rules. A remote object is asked. Any thread.</summary>
internal static class PyTruth
{
    internal static bool Of(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        double real => real != 0,
        Complex complex => complex != Complex.Zero,
        Netref remote => NetrefOperators.IsTrue(remote),
        ITuple tuple => tuple.Length > 0,
        ICollection items => items.Count > 0,
        _ => !Integers.TryGetBig(value, out var number) || !number.IsZero,
    };
}
