namespace DynamicRpyc.Brine;

/// <summary>Brine for whole values. Pure; safe for any thread.</summary>
internal static class BrineValues
{
    /// <summary>Whether the value travels by value. Local and cheap: a look at its type, and at the items of a tuple, slice or frozenset, at most 112 levels deep.</summary>
    internal static bool IsDumpable(object? value) => ValueWriter.IsDumpable(value, 0);

    /// <summary>The value's bytes, as a new array.</summary>
    /// <exception cref="ArgumentException">The value, or a part of it, cannot travel by value.</exception>
    /// <exception cref="OverflowException">An int has more than 4300 decimal digits.</exception>
    internal static byte[] Encode(object? value)
    {
        using var writer = new BrineWriter();
        writer.WriteValue(value);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The value that all of the bytes, and no fewer, make up.</summary>
    /// <exception cref="ProtocolException">The bytes are not one brine value, or break a limit.</exception>
    internal static object? Decode(ReadOnlySpan<byte> data, BrineLimits limits)
    {
        var reader = new BrineReader(data, limits);
        var value = reader.ReadValue();
        reader.ExpectEnd();
        return value;
    }
}
