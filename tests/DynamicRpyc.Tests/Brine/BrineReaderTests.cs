using System.Collections.Frozen;
using System.Numerics;
using System.Text;
using DynamicRpyc.Brine;

namespace DynamicRpyc.Tests.Brine;

[TestFixture]
internal sealed class BrineReaderTests
{
    private static readonly string[] HostileLengths =
    [
        "0fffffffff", "0f7fffffff", "0f8000000000", "080fffffffff61", // bytes and str of 4, 2 GiB
        "15ffffffff", "15ffffffff00", "157fffffff5050", "14ff5050", // tuples of 2^32-1 items and fewer
        "1a15ffffffff00", "1915ffffffff00", "17ffffffff31", "177fffffff31",
    ];

    private static readonly string[] BadUtf8 =
    [
        "080bc080", // overlong NUL
        "080bc1bf", // overlong DEL
        "080ce080af", // overlong in three
        "080df08080af", // overlong in four
        "080ceda080", // high surrogate
        "080cedbfbf", // low surrogate
        "080e06eda081edb080", // a surrogate pair, CESU-8
        "080df4908080", // above U+10FFFF
        "080ae2", "080be282", // cut off
        "080a80", "080aff",
    ];

    // Python's int(bytes) accepts the first six.
    private static readonly string[] BadInts = ["+1", " 1", "1 ", "1_0", "\n1", "-\t1", "", "-", "--1", "1-", "0x1", "1.0", "1e3", "a", "1\0"];

    private static object? Decode(string hex, int maxDepth = 0) => BrineValues.Decode(Convert.FromHexString(hex), new BrineLimits(maxDepth));

    [TestCaseSource(nameof(HostileLengths))]
    public void ReadValue_of_a_length_beyond_the_data_fails_before_it_allocates(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
        Assert.Throws<ProtocolException>(() => new BrineReader(bytes, BrineLimits.Default).Skip());
    }

    [Test]
    public void ReadValue_of_nested_headers_that_each_claim_all_the_rest_allocates_little()
    {
        // 100 levels that would each reserve 8 MB.
        var bytes = new byte[1_000_000];
        for (var level = 0; level < 100; level++) Convert.FromHexString("15000f4000").CopyTo(bytes.AsSpan(level * 5));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(40_000_000));
    }

    [TestCase(0x10)]
    [TestCase(0x1a, 0x10)]
    [TestCase(0x19, 0x12)]
    public void ReadValue_nested_100_000_deep_is_a_protocol_error(params int[] unit)
    {
        var bytes = Enumerable.Repeat(unit, 100_000).SelectMany(static part => part).Select(static b => (byte)b).Append((byte)0).ToArray();
        var error = Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
        Assert.That(error.Message, Does.Contain("128").And.Contain("MaxDepth"));
        Assert.Throws<ProtocolException>(() => new BrineReader(bytes, BrineLimits.Default).Skip());
    }

    [Test]
    public void ReadValue_nested_100_000_deep_with_no_limit_spares_the_stack()
    {
        var bytes = Enumerable.Repeat((byte)0x10, 100_000).Append((byte)0).ToArray();
        ProtocolException? error = null;
        var small = new Thread(() => error = Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, new BrineLimits(int.MaxValue))), 256 * 1024);
        small.Start();
        small.Join();
        Assert.That(error?.Message, Does.Contain("stack"));
    }

    [Test]
    public void ReadValue_at_the_depth_limit_is_fine_and_one_deeper_is_not()
    {
        Assert.That(Decode("10101000", 3)?.ToString(), Is.EqualTo("(((None,),),)"));
        Assert.Throws<ProtocolException>(() => Decode("1010101000", 3));
        Assert.That(Decode("1310101000101010001010100050", 4), Is.InstanceOf<PyTuple>(), "siblings do not add up");
    }

    [Test]
    public void EnterNested_bounds_a_caller_that_walks_by_itself()
    {
        var bytes = new byte[] { 0x10, 0x10, 0x00 };
        var reader = new BrineReader(bytes, new BrineLimits(1));
        reader.ReadTupleHeader();
        reader.EnterNested();
        Exception? error = null;
        try
        {
            reader.ReadValue();
        }
        catch (ProtocolException caught)
        {
            error = caught;
        }

        Assert.That(error, Is.Not.Null);
    }

    [TestCaseSource(nameof(BadUtf8))]
    public void ReadValue_of_bad_utf8_is_a_protocol_error(string hex)
    {
        Assert.Throws<ProtocolException>(() => Decode(hex));
        Assert.Throws<ProtocolException>(() => new BrineReader(Convert.FromHexString(hex), BrineLimits.Default).ReadUtf8());
    }

    [TestCaseSource(nameof(BadInts))]
    public void ReadValue_of_int_text_that_no_RPyC_writes_is_a_protocol_error(string text)
    {
        byte[] bytes = [BrineTags.IntL1, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
        Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
        Assert.Throws<ProtocolException>(() => new BrineReader(bytes, BrineLimits.Default).ReadInt64());
    }

    [Test]
    public void ReadValue_of_an_int_over_4300_digits_is_a_protocol_error()
    {
        byte[] bytes = [BrineTags.IntL4, 0, 0, 0x10, 0xcd, .. Enumerable.Repeat((byte)'9', 4301)];
        var error = Assert.Throws<ProtocolException>(() => BrineValues.Decode(bytes, BrineLimits.Default));
        Assert.That(error.Message, Does.Contain("4300"));
    }

    [TestCase("07")]
    [TestCase("09")]
    [TestCase("1c")]
    [TestCase("1f")]
    [TestCase("f0")]
    [TestCase("ff")]
    [TestCase("0850")] // a str of an int
    [TestCase("080861")] // a str of a str
    [TestCase("1950")] // a slice of an int
    [TestCase("19110000")] // a slice of two
    [TestCase("1a0a61")] // a frozenset of bytes
    public void ReadValue_of_no_brine_is_a_protocol_error(string hex) => Assert.Throws<ProtocolException>(() => Decode(hex));

    [Test]
    public void ReadValue_of_an_int_gives_the_narrowest_type()
    {
        Assert.That(Decode("160a32313437343833363437"), Is.TypeOf<int>());
        Assert.That(Decode("160a32313437343833363438"), Is.TypeOf<long>());
        Assert.That(Decode("161339323233333732303336383534373735383038"), Is.TypeOf<BigInteger>());
        Assert.That(Decode("16023037"), Is.EqualTo(7), "leading zeros change nothing");
    }

    [Test]
    public void ReadInt64_of_the_extremes_is_exact_and_one_beyond_is_a_protocol_error()
    {
        Assert.That(ReadInt64(long.MaxValue), Is.EqualTo(long.MaxValue));
        Assert.That(ReadInt64(long.MinValue), Is.EqualTo(long.MinValue));
        Assert.Throws<ProtocolException>(() => ReadInt64((BigInteger)long.MaxValue + 1));
        Assert.Throws<ProtocolException>(() => ReadInt64((BigInteger)long.MinValue - 1));
        Assert.Throws<ProtocolException>(() => ReadInt64("1"));
        Assert.Throws<ProtocolException>(() => ReadInt64(true));

        static long ReadInt64(object value) => new BrineReader(BrineValues.Encode(value), BrineLimits.Default).ReadInt64();
    }

    [Test]
    public void Reading_and_skipping_small_things_allocates_nothing()
    {
        var bytes = BrineValues.Encode(new PyTuple(1, 123456789012L, "name", new byte[] { 1, 2, 3, 4, 5 }, true, 2.5, Ellipsis.Value));
        Read(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(bytes);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        static void Read(byte[] bytes)
        {
            var reader = new BrineReader(bytes, BrineLimits.Default);
            reader.ReadTupleHeader();
            reader.ReadValue();
            reader.ReadInt64();
            reader.ReadUtf8();
            reader.ReadBytes();
            reader.ReadValue();
            reader.Skip();
            reader.ReadValue();
            reader.ExpectEnd();
            new BrineReader(bytes, BrineLimits.Default).Skip();
        }
    }

    [Test]
    public void TryReadTupleHeader_of_another_value_stays_where_it_is()
    {
        var reader = new BrineReader([0x50, 0x02], BrineLimits.Default);
        Assert.That(reader.TryReadTupleHeader(out _), Is.False);
        Assert.That(reader.Position, Is.Zero);
        reader.Skip();
        Assert.That(reader.TryReadTupleHeader(out var count), Is.True);
        Assert.That(count, Is.Zero);
        Assert.That(reader.AtEnd);
    }

    [Test]
    public void ReadValue_of_a_frozenset_finds_bytes_and_ints_by_value_and_drops_doubles()
    {
        var set = (FrozenSet<object?>)Decode("1a14060a610a6150501602353000")!;
        Assert.That(set, Has.Count.EqualTo(4));
        Assert.That(set.Contains(new byte[] { 0x61 }));
        Assert.That(set.Contains(50L));
        Assert.That(set.Contains(null));
        Assert.That(set.Contains("a"), Is.False);
    }

    [Test]
    [CancelAfter(20_000)]
    public void ReadValue_of_a_frozenset_of_ints_with_equal_CLR_hashes_is_not_quadratic(CancellationToken cancel)
    {
        // long.GetHashCode is upper xor lower: 0 for every one of these.
        using var writer = new BrineWriter();
        const int Count = 200_000;
        writer.WriteFrozenSetHeader(Count);
        for (long i = 1; i <= Count; i++) writer.WriteInt((i << 32) | i);
        Assert.That(BrineValues.Decode(writer.WrittenSpan, BrineLimits.Default), Has.Count.EqualTo(Count));
        Assert.That(cancel.IsCancellationRequested, Is.False);
    }
}
