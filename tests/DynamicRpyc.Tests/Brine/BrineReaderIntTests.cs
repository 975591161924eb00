using System.Numerics;
using System.Text;
using DynamicRpyc.Brine;

namespace DynamicRpyc.Tests.Brine;

/// <summary>
/// Every way to write an int, read by the way for common ones and by the way for all: what the short way takes is what the long way would have given, and what it leaves is judged as ever.
/// </summary>
internal sealed class BrineReaderIntTests
{
    private static readonly string[] _texts =
    [
        "0", "1", "9", "00", "007", "0000000000000000001", "-0", "-00", "-1", "-007", "42", "160", "-49", "123456789012345678", "999999999999999999", "-999999999999999999", "1000000000000000000",
        "000000000000000000", "0000000000000000000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "99999999999999999999",
        new('0', 255), "1" + new string('0', 254), new('0', 4300), new('9', 4300), new('9', 4301), "-" + new string('9', 4300), new('0', 4301),
        "", "-", "--1", "+1", " 1", "1 ", "1_0", "1.0", "1e5", "0x1", "a", "/", ":", "1/", "1:", "\0", "1\0", "½", "٣",
    ];

    private static IEnumerable<byte[]> Encodings()
    {
        for (var tag = 0; tag < 256; tag++)
            yield return [(byte)tag];
        foreach (var text in _texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length <= byte.MaxValue)
                yield return [BrineTags.IntL1, (byte)bytes.Length, .. bytes];
            yield return [BrineTags.IntL4, (byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
        }
    }

    /// <summary>What brine says an int is, written down once more; null for what is none.</summary>
    private static BigInteger? Expected(byte[] encoded)
    {
        if (encoded is [>= BrineTags.SmallIntFirst and <= BrineTags.SmallIntLast])
            return encoded[0] - 0x50;
        var text = encoded switch
        {
            [BrineTags.IntL1, _, .. var shorter] => shorter,
            [BrineTags.IntL4, _, _, _, _, .. var longer] => longer,
            _ => null,
        };
        if (text is null || encoded[0] is not (BrineTags.IntL1 or BrineTags.IntL4))
            return null;
        var digits = text is [(byte)'-', .. var unsigned] ? unsigned : text;
        return digits.Length is > 0 and <= 4300 && Array.TrueForAll(digits, digit => digit is >= (byte)'0' and <= (byte)'9')
            ? BigInteger.Parse(Encoding.ASCII.GetString(text), System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    [Test]
    public void Read_everyEncoding_isTheIntThatItSays()
    {
        foreach (var encoded in Encodings())
        {
            var (wanted, what) = (Expected(encoded), Convert.ToHexString(encoded.AsSpan(0, Math.Min(encoded.Length, 40))));
            foreach (var following in new byte[][] { [], [0x51], "123"u8.ToArray() })
            {
                byte[] bytes = [.. encoded, .. following];
                if (wanted is { } value)
                    AssertReads(bytes, encoded.Length, value, what);
                else if (encoded.Length > 1 || encoded[0] is BrineTags.IntL1 or BrineTags.IntL4)
                    Assert.That(() => Read64(bytes), Throws.TypeOf<ProtocolException>(), what);
            }
        }
    }

    [Test]
    public void Read_cutAtAnyByte_isAProtocolErrorAndLeavesThePlace()
    {
        foreach (var encoded in Encodings().Where(encoded => encoded.Length is > 1 and < 40 && Expected(encoded) is not null))
        {
            for (var length = 0; length < encoded.Length; length++)
            {
                var cut = encoded[..length];
                Assert.That(() => Read64(cut), Throws.TypeOf<ProtocolException>(), $"{Convert.ToHexString(encoded)} cut at {length}");
                Assert.That(() => ReadAny(cut), Throws.TypeOf<ProtocolException>(), $"{Convert.ToHexString(encoded)} cut at {length}");
                var reader = new BrineReader(cut, new BrineLimits(4));
                Assert.That((reader.TryReadCommonInt(out _), reader.Position), Is.EqualTo((false, 0)));
            }
        }
    }

    /// <summary>Lengths that are not there must neither be believed nor wrap around.</summary>
    [TestCase(0x7fffffff), TestCase(-1), TestCase(int.MinValue), TestCase(4302), TestCase(1 << 20)]
    public void Read_lyingLength_isAProtocolError(int length)
    {
        byte[] bytes = [BrineTags.IntL4, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, (byte)'1', (byte)'2'];
        Assert.That(() => Read64(bytes), Throws.TypeOf<ProtocolException>());
        Assert.That(() => ReadAny(bytes), Throws.TypeOf<ProtocolException>());
    }

    [Test]
    public void TrySkip_takesNothingButTheWholeValue()
    {
        byte[] encoded = [BrineTags.IntL1, 2, (byte)'1', (byte)'2'];
        var reader = new BrineReader(encoded, new BrineLimits(4));
        byte[] other = [BrineTags.IntL1, 3], longer = [.. encoded, 0];
        Assert.That((reader.TrySkip(other), reader.TrySkip(longer), reader.Position), Is.EqualTo((false, false, 0)));
        Assert.That((reader.TrySkip(encoded), reader.AtEnd, reader.TrySkip(encoded)), Is.EqualTo((true, true, false)));
    }

    private static void AssertReads(byte[] bytes, int length, BigInteger value, string what)
    {
        var reader = new BrineReader(bytes, new BrineLimits(4));
        Assert.That((Big(reader.ReadValue()!), reader.Position), Is.EqualTo((value, length)), what);
        var common = new BrineReader(bytes, new BrineLimits(4));
        Assert.That(common.TryReadCommonInt(out var quick) ? (new BigInteger(quick), common.Position) : (value, length), Is.EqualTo((value, length)), what);
        if (value < long.MinValue || value > long.MaxValue)
        {
            Assert.That(() => Read64(bytes), Throws.TypeOf<ProtocolException>(), what);
            return;
        }
        var narrow = new BrineReader(bytes, new BrineLimits(4));
        Assert.That((new BigInteger(narrow.ReadInt64()), narrow.Position), Is.EqualTo((value, length)), what);
    }

    private static BigInteger Big(object value) => value switch
    {
        int small => small,
        long wide => wide,
        _ => (BigInteger)value,
    };

    private static long Read64(byte[] bytes) => new BrineReader(bytes, new BrineLimits(4)).ReadInt64();

    private static object? ReadAny(byte[] bytes) => new BrineReader(bytes, new BrineLimits(4)).ReadValue();
}
