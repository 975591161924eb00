namespace DynamicRpyc.Brine;

/// <summary>The texts of every failure to read brine: what was found, at which offset, and what the limit or the expectation is.</summary>
internal static class BrineErrors
{
    internal static ProtocolException Truncated(int offset, string what, long needed, int available) =>
        new($"Brine ends too early: {what} at offset {offset} needs {needed} bytes, but {available} are left.");

    internal static ProtocolException CountTooLarge(int offset, uint count, int available) =>
        new($"A brine tuple at offset {offset} claims {count} items, but only {available} bytes are left and each item takes at least one.");

    internal static ProtocolException UnknownTag(int offset, byte tag) =>
        new($"Byte 0x{tag:x2} at offset {offset} begins no brine value. The peer does not speak RPyC, or the stream is damaged.");

    internal static ProtocolException Unexpected(int offset, byte tag, string expected) =>
        new($"Brine has tag 0x{tag:x2} at offset {offset} where {expected} was expected.");

    internal static ProtocolException TooDeep(int offset, int limit) =>
        new($"Brine tuples nest more than {limit} deep at offset {offset}. RpycConfig.Limits.MaxDepth allows more.");

    internal static ProtocolException NoStack(int offset) =>
        new($"Brine tuples nest too deep at offset {offset} for this thread's stack. Lower RpycConfig.Limits.MaxDepth, or serve on threads with a larger stack.");

    internal static ProtocolException BadUtf8(int offset) => new($"The brine str at offset {offset} is not valid UTF-8.");

    internal static ProtocolException BadInt(int offset, int length) => length > IntText.MaxDigits
        ? new($"The brine int at offset {offset} has {length} characters; the limit is {IntText.MaxDigits} digits, as in Python 3.11.")
        : new($"The brine int at offset {offset} is not an optional minus and decimal digits.");

    internal static ProtocolException IntTooLarge(int offset) => new($"The brine int at offset {offset} does not fit 64 bits, where only such an int has a meaning.");

    internal static ProtocolException BadSlice(int offset, int count) =>
        new($"A brine slice at offset {offset} is made of {count} values; it takes {BrineTags.SliceParts}.");

    internal static ProtocolException Trailing(int offset, int count) => new($"{count} bytes follow the brine value that ends at offset {offset}.");
}
