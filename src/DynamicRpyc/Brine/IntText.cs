using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace DynamicRpyc.Brine;

/// <summary>
/// Ints as brine's decimal text. Reading is strict, an optional '-' and ASCII digits: Python's <c>int(bytes)</c> would also take '+', blanks, underscores and the like, but no
/// RPyC writes them, so they can only be damage or mischief. Leading zeros are read, as they change nothing.
/// </summary>
internal static class IntText
{
    /// <summary>The most decimal digits that Python 3.11 and later converts; it closes the connection at one more. Conversion is quadratic, hence the limit.</summary>
    internal const int MaxDigits = 4300;

    /// <summary>The longest text of an Int64 or UInt64, with its sign.</summary>
    internal const int MaxLongLength = 20;

    /// <summary>Any value of at most this many digits fits an Int64.</summary>
    internal const int SafeLongDigits = 18;

    // log2(10) * MaxDigits, rounded up: whatever needs more bits has too many digits, and is not worth formatting to find out.
    private const int MaxBits = 14285;

    internal static int Format(long value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }

    internal static int Format(ulong value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }

    /// <summary>Writes the text into <paramref name="destination"/>, of at least <see cref="MaxDigits"/> + 1.</summary>
    /// <exception cref="OverflowException">The value has more than <see cref="MaxDigits"/> digits.</exception>
    internal static int Format(BigInteger value, Span<char> destination)
    {
        var digits = MaxDigits + (value.Sign < 0 ? 1 : 0);
        if (value.GetBitLength() <= MaxBits && value.TryFormat(destination[..digits], out var written, default, CultureInfo.InvariantCulture)) return written;
        throw new OverflowException(
            $"An int of more than {MaxDigits} decimal digits cannot be sent: Python 3.11 and later refuses to read it and closes the connection. Send it as bytes, or in parts.");
    }

    /// <summary>Checks that the text is an int within the limit, and tells whether its digits fit any Int64.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> text)
    {
        var digits = Digits(text);
        return digits.Length is > 0 and <= MaxDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Reads a valid text as an Int64, if it fits.</summary>
    internal static bool TryParseLong(ReadOnlySpan<byte> text, out long value)
    {
        var digits = Digits(text);
        if (digits.Length > SafeLongDigits) return Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
        value = 0;
        foreach (var digit in digits) value = (value * 10) + (digit - '0');
        if (digits.Length != text.Length) value = -value;
        return true;
    }

    /// <summary>Reads a valid text of any length.</summary>
    internal static BigInteger ParseBig(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++) chars[i] = (char)text[i];
        return BigInteger.Parse(chars, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text) => text.Length > 0 && text[0] == '-' ? text[1..] : text;
}
