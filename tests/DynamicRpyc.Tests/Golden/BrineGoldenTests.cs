using System.Collections.Frozen;
using DynamicRpyc.Brine;
using DynamicRpyc.Values;

namespace DynamicRpyc.Tests.Golden;

[TestFixture]
internal sealed class BrineGoldenTests
{
    private static IReadOnlyList<GoldenValue> All => GoldenBrine.All;

    [Test]
    public void The_recording_is_there_and_covers_every_tag()
    {
        var seen = All.Select(static golden => golden.Bytes[0]).ToHashSet();
        byte[] expected =
        [
            BrineTags.None, BrineTags.EmptyBytes, BrineTags.EmptyTuple, BrineTags.True, BrineTags.False, BrineTags.NotImplemented, BrineTags.Ellipsis, BrineTags.String,
            0x0a, 0x0b, 0x0c, 0x0d, BrineTags.BytesL1, BrineTags.BytesL4, 0x10, 0x11, 0x12, 0x13, BrineTags.TupleL1, BrineTags.TupleL4, BrineTags.IntL1, BrineTags.IntL4,
            BrineTags.Double, BrineTags.Slice, BrineTags.FrozenSet, BrineTags.Complex, BrineTags.SmallIntFirst, BrineTags.SmallIntLast,
        ];
        Assert.That(expected.Except(seen), Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void Decode_of_Pythons_bytes_gives_the_value(object golden)
    {
        var (_, bytes, expected) = (GoldenValue)golden;
        var decoded = BrineValues.Decode(bytes, BrineLimits.Default);
        Assert.That(PyEquality.Instance.Equals(decoded, expected), $"decoded {PyRepr.Of(decoded)}");
        Assert.That(decoded?.GetType(), Is.EqualTo(expected?.GetType()));
    }

    [TestCaseSource(nameof(All))]
    public void Encode_of_the_value_gives_Pythons_bytes(object golden)
    {
        var (_, bytes, value) = (GoldenValue)golden;
        if (value is FrozenSet<object?> { Count: > 1 })
        {
            // Sets have no order: the same items, in the same number of bytes.
            var encoded = BrineValues.Encode(value);
            Assert.That(encoded, Has.Length.EqualTo(bytes.Length));
            Assert.That(PyEquality.Instance.Equals(BrineValues.Decode(encoded, BrineLimits.Default), value));
            return;
        }

        Assert.That(BrineValues.Encode(value).AsSpan().SequenceEqual(bytes), "the bytes differ");
    }

    [TestCaseSource(nameof(All))]
    public void IsDumpable_of_what_Python_dumps_is_true(object golden) => Assert.That(BrineValues.IsDumpable(((GoldenValue)golden).Value));

    [TestCaseSource(nameof(All))]
    public void Skip_of_Pythons_bytes_ends_where_the_value_does(object golden)
    {
        byte[] bytes = [.. ((GoldenValue)golden).Bytes, BrineTags.None];
        var reader = new BrineReader(bytes, BrineLimits.Default);
        reader.Skip();
        Assert.That(reader.Remaining, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void Decode_of_every_truncation_is_a_protocol_error(object golden)
    {
        var bytes = ((GoldenValue)golden).Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes.AsSpan(0, length), BrineLimits.Default), $"at {length}");
            Assert.Throws<ProtocolException>(() => new BrineReader(bytes.AsSpan(0, length), BrineLimits.Default).Skip(), $"Skip at {length}");
        }
    }

    [TestCaseSource(nameof(All))]
    public void Decode_with_a_byte_too_many_is_a_protocol_error(object golden)
    {
        byte[] bytes = [.. ((GoldenValue)golden).Bytes, BrineTags.None];
        Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
    }

    [Test]
    public void Decode_of_every_single_byte_corruption_is_a_value_or_a_protocol_error()
    {
        var (values, errors) = (0, 0);
        foreach (var golden in All.Where(static golden => golden.Bytes.Length <= 110))
        {
            for (var i = 0; i < golden.Bytes.Length; i++)
            {
                var corrupt = golden.Bytes.ToArray();
                for (var b = 0; b <= byte.MaxValue; b++)
                {
                    corrupt[i] = (byte)b;
                    if (IsValue(corrupt)) values++;
                    else errors++;
                }
            }
        }

        Assert.That(values, Is.GreaterThan(1000));
        Assert.That(errors, Is.GreaterThan(1000));
    }

    /// <summary>What decodes must encode again, and to something that decodes to the same.</summary>
    private static bool IsValue(byte[] bytes)
    {
        object? value;
        try
        {
            value = BrineValues.Decode(bytes, BrineLimits.Default);
        }
        catch (ProtocolException)
        {
            return false;
        }

        var again = BrineValues.Decode(BrineValues.Encode(value), BrineLimits.Default);
        return PyEquality.Instance.Equals(value, again) ? true : throw new AssertionException($"{Convert.ToHexString(bytes)} does not round-trip");
    }
}
