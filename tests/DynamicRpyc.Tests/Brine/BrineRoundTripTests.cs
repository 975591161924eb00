using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Brine;
using DynamicRpyc.Values;
using FsCheck;
using FsCheck.Fluent;

namespace DynamicRpyc.Tests.Brine;

[TestFixture]
internal sealed class BrineRoundTripTests
{
    private const int Runs = 2000;

    private static readonly Gen<object?> Leaves = Gen.OneOf(
        Gen.Elements<object?>(null, true, false, Ellipsis.Value, NotImplemented.Value, 0.0, double.NaN, double.NegativeInfinity, long.MinValue, int.MaxValue, -49, 160, "", "\0", "\U0001f600"),
        Gen.Choose(-60, 200).Select(static i => (object?)i),
        ArbMap.Default.GeneratorFor<long>().Select(static i => (object?)i),
        ArbMap.Default.GeneratorFor<byte[]>().Select(static digits => (object?)new BigInteger(digits)),
        ArbMap.Default.GeneratorFor<double>().Select(static d => (object?)d),
        ArbMap.Default.GeneratorFor<UnicodeString>().Select(static s => (object?)WithoutLoneSurrogates(s.Get)),
        ArbMap.Default.GeneratorFor<byte[]>().Select(static b => (object?)b),
        ArbMap.Default.GeneratorFor<double>().Two().Select(static pair => (object?)new Complex(pair.Item1, pair.Item2)));

    private static readonly Gen<object?> Values = Gen.Sized(static size => Nested(Math.Min(size, 6)));

    [Test]
    public void Decode_of_Encode_is_the_value() => Check(Values, static value =>
        PyEquality.Instance.Equals(BrineValues.Decode(BrineValues.Encode(value), BrineLimits.Default), value));

    [Test]
    public void Encode_of_Decode_is_the_same_bytes() => Check(Values.Where(static value => !HasSet(value)), static value =>
    {
        var bytes = BrineValues.Encode(value);
        return BrineValues.Encode(BrineValues.Decode(bytes, BrineLimits.Default)).AsSpan().SequenceEqual(bytes);
    });

    [Test]
    public void Equal_values_have_equal_hashes() => Check(Values, static value =>
        PyEquality.Instance.GetHashCode(BrineValues.Decode(BrineValues.Encode(value), BrineLimits.Default)) == PyEquality.Instance.GetHashCode(value));

    [Test]
    public void Skip_passes_over_exactly_one_value() => Check(Values, static value =>
    {
        var bytes = BrineValues.Encode(new PyTuple(value, "end"));
        var reader = new BrineReader(bytes, BrineLimits.Default);
        reader.ReadTupleHeader();
        reader.Skip();
        return reader.ReadString() == "end" && reader.AtEnd;
    });

    [Test]
    public void Decode_of_random_bytes_is_a_value_or_a_protocol_error() => Check(
        ArbMap.Default.GeneratorFor<byte>().ArrayOf(40).Select(static bytes => (object?)bytes),
        static bytes =>
        {
            try
            {
                new BrineReader((byte[])bytes!, BrineLimits.Default).ReadValue();
            }
            catch (ProtocolException error)
            {
                return error.Message.Length > 0;
            }

            return true;
        });

    private static Gen<object?> Nested(int depth)
    {
        if (depth == 0) return Leaves;
        var inner = Nested(depth - 1);
        return Gen.Frequency(
            (4, Leaves),
            (3, Gen.Choose(0, 6).SelectMany(count => inner.ArrayOf(count)).Select(static items => (object?)PyTuple.From(items))),
            (1, Gen.Choose(0, 4).SelectMany(count => inner.ArrayOf(count)).Select(static items => (object?)items.ToFrozenSet(PyEquality.Instance))),
            (1, inner.Three().Select(static parts => (object?)new PySlice(parts.Item1, parts.Item2, parts.Item3))));
    }

    private static bool HasSet(object? value) => value switch
    {
        FrozenSet<object?> => true,
        PyTuple tuple => tuple.Any(HasSet),
        PySlice slice => HasSet(slice.Start) || HasSet(slice.Stop) || HasSet(slice.Step),
        _ => false,
    };

    private static string WithoutLoneSurrogates(string? text) => new([.. (text ?? "").Where(static c => !char.IsSurrogate(c))]);

    private static void Check(Gen<object?> values, Func<object?, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), Prop.ForAll(values.ToArbitrary(), holds));
}
