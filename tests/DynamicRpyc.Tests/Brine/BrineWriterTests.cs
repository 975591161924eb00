using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Brine;

namespace DynamicRpyc.Tests.Brine;

[TestFixture]
internal sealed class BrineWriterTests
{
    private enum ByteEnum : byte { One = 1 }

    private static readonly object[] ByReference =
    [
        DayOfWeek.Monday, 1.5m, DateTime.UnixEpoch, TimeSpan.Zero, Guid.Empty, new List<object?>(), new object[] { 1 }, new[] { 1 }, new sbyte[] { 1 }, new[] { ByteEnum.One },
        typeof(int), new object(), new HashSet<int>(), new Uri("http://localhost"), new PyTuple(1, DayOfWeek.Monday), (1, new List<int>()), Tuple.Create(1.5m),
        new object[] { 1m }.ToFrozenSet(), new PySlice(1, 2m), new Dictionary<int, int>().ToFrozenDictionary(), new Exception("no"),
    ];

    private static readonly object[][] SameBytes =
    [
        [(sbyte)-5, -5], [(byte)200, 200], [(short)-300, -300], [(ushort)60000, 60000], [4000000000u, 4000000000L], [(nint)7, 7], [(nuint)7, 7],
        [ulong.MaxValue, BigInteger.Parse("18446744073709551615")], [Int128.MinValue, (BigInteger)Int128.MinValue], [UInt128.MaxValue, (BigInteger)UInt128.MaxValue],
        [(BigInteger)5, 5], [(Int128)(-49), -49], ['x', "x"], [2.5f, 2.5], [(Half)0.5, 0.5],
        [new ReadOnlyMemory<byte>([1, 2]), new byte[] { 1, 2 }], [new Memory<byte>([1, 2]), new byte[] { 1, 2 }], [new ArraySegment<byte>([0, 1, 2, 3], 1, 2), new byte[] { 1, 2 }],
        [(1, "a"), new PyTuple(1, "a")], [Tuple.Create(1, Tuple.Create("a")), new PyTuple(1, new PyTuple("a"))], [default(ValueTuple), PyTuple.Empty],
        [(1, 2, 3, 4, 5, 6, 7, 8, 9), new PyTuple(1, 2, 3, 4, 5, 6, 7, 8, 9)],
        [new[] { "a" }.ToFrozenSet(), new object[] { "a" }.ToFrozenSet()], [new[] { 5 }.ToFrozenSet(), new object[] { 5 }.ToFrozenSet()],
        [1..3, new PySlice(1, 3)], [^3.., new PySlice(-3, null)], [(..^1), new PySlice(0, -1)], [Range.All, new PySlice(0, null)], [^0.., new PySlice(long.MaxValue, null)],
    ];

    [TestCaseSource(nameof(ByReference))]
    public void WriteValue_of_what_goes_by_reference_is_refused_and_names_the_type(object value)
    {
        Assert.That(BrineValues.IsDumpable(value), Is.False);
        using var writer = new BrineWriter();
        writer.WriteInt(1);
        var error = Assert.Throws<ArgumentException>(() => writer.WriteValue(value));
        Assert.That(error.Message, Does.Contain("does not travel by value"));
        Assert.That(writer.Length, Is.EqualTo(1), "rolled back");
    }

    [TestCaseSource(nameof(SameBytes))]
    public void WriteValue_of_a_CLR_type_is_written_as_Pythons_type(object value, object asPython)
    {
        Assert.That(BrineValues.IsDumpable(value));
        Assert.That(BrineValues.Encode(value), Is.EqualTo(BrineValues.Encode(asPython)));
    }

    [Test]
    public void WriteInt_over_4300_digits_is_an_overflow_and_writes_nothing()
    {
        using var writer = new BrineWriter();
        foreach (var value in new[] { BigInteger.Pow(10, 4300), -BigInteger.Pow(10, 4300), BigInteger.One << 14285, BigInteger.One << 1_000_000 })
        {
            var error = Assert.Throws<OverflowException>(() => writer.WriteInt(value));
            Assert.That(error.Message, Does.Contain("4300").And.Contain("Python"));
        }

        Assert.That(writer.Length, Is.Zero);
    }

    [TestCase(0xd800)]
    [TestCase(0x61, 0x62, 0xdc00, 0x63)]
    [TestCase(0xdc00, 0xd800)]
    public void WriteString_with_a_lone_surrogate_is_refused_and_writes_nothing(params int[] chars)
    {
        // Not as a string: attributes are stored in UTF-8, which cannot hold it.
        var text = string.Concat(chars.Select(static c => (char)c));
        using var writer = new BrineWriter();
        Assert.Throws<ArgumentException>(() => writer.WriteString(text));
        Assert.That(writer.Length, Is.Zero);
        Assert.Throws<ArgumentException>(() => writer.WriteValue(new PyTuple(1, text)));
        Assert.That(writer.Length, Is.Zero);
    }

    [Test]
    public void WriteValue_of_a_lone_surrogate_char_is_refused() => Assert.Throws<ArgumentException>(() => BrineValues.Encode('\ud800'));

    [Test]
    public void WriteValue_nested_too_deep_is_refused_here_and_not_dumpable()
    {
        var nested = PyTuple.Empty;
        for (var i = 0; i < ValueWriter.MaxDepth - 1; i++) nested = new PyTuple(nested);
        Assert.That(BrineValues.IsDumpable(nested));
        Assert.That(BrineValues.Decode(BrineValues.Encode(nested), BrineLimits.Default), Is.InstanceOf<PyTuple>());
        nested = new PyTuple(new PyTuple(nested));
        Assert.That(BrineValues.IsDumpable(nested), Is.False);
        Assert.That(Assert.Throws<ArgumentException>(() => BrineValues.Encode(nested)).Message, Does.Contain("112"));
    }

    [Test]
    public void Reserve_leaves_room_that_is_filled_in_later()
    {
        using var writer = new BrineWriter(1);
        writer.Reserve(5);
        writer.WriteInt(7);
        writer.WritableSpan(0, 5).Fill(0xaa);
        Assert.That(writer.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0x57 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritableSpan(4, 3));
    }

    [Test]
    public void Truncate_rolls_back_and_writing_goes_on()
    {
        using var writer = new BrineWriter();
        writer.WriteInt(1);
        var mark = writer.Length;
        writer.WriteString("gone");
        writer.Truncate(mark);
        writer.WriteNone();
        Assert.That(writer.WrittenMemory.ToArray(), Is.EqualTo(new byte[] { 0x51, 0x00 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(3));
    }

    [Test]
    public void Writer_after_Reset_and_after_Dispose_can_be_used_again()
    {
        using var writer = new BrineWriter();
        writer.WriteBytes(new byte[3 << 20]);
        writer.Reset();
        writer.WriteTupleHeader(0);
        Assert.That(writer.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0x02 }));
        writer.Dispose();
        writer.WriteRaw([1, 2]);
        Assert.That(writer.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void Writing_small_things_allocates_nothing()
    {
        using var writer = new BrineWriter();
        object number = 123456789;
        Write(writer, number);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(writer, number);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        static void Write(BrineWriter writer, object number)
        {
            writer.Reset();
            writer.WriteTupleHeader(5);
            writer.WriteInt(5);
            writer.WriteInt(-123456789012345678L);
            writer.WriteString("näme");
            writer.WriteUtf8("name"u8);
            writer.WriteDouble(1.5);
            writer.WriteValue(number);
            writer.WriteValue("text");
        }
    }
}
