using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Boxing;

/// <summary>One exact CLR type on the wire: how its values are written as brine, and made of brine. Reading gives null for what makes no such value.</summary>
internal sealed record ExactScalar(ExactKind Kind, Action<BrineWriter, object> Write, Func<object?, object?> Read);

/// <summary>The table of exact types that need no type name. Immutable; any thread. Nothing in it runs user code.</summary>
internal static class ExactScalars
{
    private static readonly FrozenDictionary<Type, ExactScalar> _byType = new Dictionary<Type, ExactScalar>
    {
        [typeof(sbyte)] = Integer<sbyte>(ExactKind.SByte),
        [typeof(byte)] = Integer<byte>(ExactKind.Byte),
        [typeof(short)] = Integer<short>(ExactKind.Int16),
        [typeof(ushort)] = Integer<ushort>(ExactKind.UInt16),
        [typeof(uint)] = Integer<uint>(ExactKind.UInt32),
        [typeof(long)] = Integer<long>(ExactKind.Int64),
        [typeof(ulong)] = Integer<ulong>(ExactKind.UInt64),
        [typeof(nint)] = Integer<nint>(ExactKind.IntPtr),
        [typeof(nuint)] = Integer<nuint>(ExactKind.UIntPtr),
        [typeof(Int128)] = Integer<Int128>(ExactKind.Int128),
        [typeof(UInt128)] = Integer<UInt128>(ExactKind.UInt128),
        [typeof(BigInteger)] = Integer<BigInteger>(ExactKind.BigInteger),
        [typeof(Half)] = Of(ExactKind.Half, static (writer, value) => writer.WriteDouble((double)(Half)value), static value => value is double real ? (Half)real : null),
        [typeof(float)] = Of(ExactKind.Single, static (writer, value) => writer.WriteDouble((float)value), static value => value is double real ? (float)real : null),
        [typeof(decimal)] = Of(ExactKind.Decimal, static (writer, value) => WriteDecimal(writer, (decimal)value), static value => value is byte[] { Length: 16 } bytes ? ReadDecimal(bytes) : null),
        [typeof(char)] = Of(ExactKind.Char, static (writer, value) => writer.WriteInt((char)value), static value => value is int and >= char.MinValue and <= char.MaxValue ? (char)(int)value : null),
        [typeof(Guid)] = Of(ExactKind.Guid, static (writer, value) => writer.WriteBytes(((Guid)value).ToByteArray(bigEndian: true)), static value => value is byte[] { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : null),
        [typeof(DateTime)] = Of(ExactKind.DateTime, static (writer, value) => WritePair(writer, ((DateTime)value).Ticks, (long)((DateTime)value).Kind), static value => TryPair(value, out var ticks, out var kind) && kind is >= 0 and <= 2 && IsDate(ticks) ? new DateTime(ticks, (DateTimeKind)kind) : null),
        [typeof(DateTimeOffset)] = Of(ExactKind.DateTimeOffset, static (writer, value) => WritePair(writer, ((DateTimeOffset)value).Ticks, ((DateTimeOffset)value).TotalOffsetMinutes), ReadDateTimeOffset),
        [typeof(DateOnly)] = Of(ExactKind.DateOnly, static (writer, value) => writer.WriteInt(((DateOnly)value).DayNumber), static value => value is int day && day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(day) : null),
        [typeof(TimeOnly)] = Of(ExactKind.TimeOnly, static (writer, value) => writer.WriteInt(((TimeOnly)value).Ticks), static value => Integers.TryGetLong(value, out var ticks) && ticks >= 0 && ticks < TimeSpan.TicksPerDay ? new TimeOnly(ticks) : null),
        [typeof(TimeSpan)] = Of(ExactKind.TimeSpan, static (writer, value) => writer.WriteInt(((TimeSpan)value).Ticks), static value => Integers.TryGetLong(value, out var ticks) ? new TimeSpan(ticks) : null),
        [typeof(Uri)] = Of(ExactKind.Uri, static (writer, value) => WriteUri(writer, (Uri)value), ReadUri),
        [typeof(Version)] = Of(ExactKind.Version, static (writer, value) => writer.WriteString(value.ToString()), static value => value is string text && Version.TryParse(text, out var version) ? version : null),
        [typeof(OutPlace)] = Of(ExactKind.Out, static (writer, _) => writer.WriteNone(), static value => value is null ? OutPlace.Value : null),
        [typeof(Index)] = Of(ExactKind.Index, static (writer, value) => writer.WriteInt(Number((Index)value)), static value => value is int number ? IndexOf(number) : null),
        [typeof(Range)] = Of(ExactKind.Range, static (writer, value) => WritePair(writer, Number(((Range)value).Start), Number(((Range)value).End)), ReadRange),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<ExactKind, ExactScalar> _byKind =
        _byType.Values.Append(new ExactScalar(ExactKind.Type, static (_, _) => throw new InvalidOperationException(), ReadType)).ToFrozenDictionary(static scalar => scalar.Kind);

    internal static ExactScalar? Find(Type type) => _byType.GetValueOrDefault(type);

    internal static ExactScalar? Find(ExactKind kind) => _byKind.GetValueOrDefault(kind);

    private static ExactScalar Of(ExactKind kind, Action<BrineWriter, object> write, Func<object?, object?> read) => new(kind, write, read);

    private static ExactScalar Integer<T>(ExactKind kind) where T : struct, IBinaryInteger<T> => Of(kind, static (writer, value) => writer.WriteValue(value), static value =>
    {
        if (Integers.TryGetLong(value, out var small))
            return Fits(T.CreateSaturating(small), small);
        return Integers.TryGetBig(value, out var big) ? Fits(T.CreateSaturating(big), big) : null;

        static object? Fits(T made, BigInteger wanted) => BigInteger.CreateChecked(made) == wanted ? made : null;
    });

    private static bool IsDate(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;

    private static void WritePair(BrineWriter writer, long first, long second)
    {
        writer.WriteTupleHeader(2);
        writer.WriteInt(first);
        writer.WriteInt(second);
    }

    private static bool TryPair(object? value, out long first, out long second)
    {
        (first, second) = (0, 0);
        return value is PyTuple { Count: 2 } pair && Integers.TryGetLong(pair[0], out first) && Integers.TryGetLong(pair[1], out second);
    }

    private static int Number(Index index) => index.IsFromEnd ? ~index.Value : index.Value;

    private static Index IndexOf(int number) => number < 0 ? Index.FromEnd(~number) : Index.FromStart(number);

    private static object? ReadRange(object? value) =>
        value is PyTuple { Count: 2 } pair && pair[0] is int start && pair[1] is int end ? new Range(IndexOf(start), IndexOf(end)) : null;

    private static object? ReadDateTimeOffset(object? value)
    {
        if (!TryPair(value, out var ticks, out var minutes) || minutes is < -14 * 60 or > 14 * 60 || !IsDate(ticks) || !IsDate(ticks - (minutes * TimeSpan.TicksPerMinute)))
            return null;
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
    }

    private static void WriteDecimal(BrineWriter writer, decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes[(4 * i)..], words[i]);
        writer.WriteBytes(bytes);
    }

    private static object? ReadDecimal(byte[] bytes)
    {
        Span<int> words = stackalloc int[4];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * i));
        // The last word holds sign and scale; all its other bits are zero.
        const int SignAndScale = unchecked((int)0x80FF0000);
        return (words[3] & ~SignAndScale) == 0 && ((words[3] >> 16) & 0xFF) <= 28 ? new decimal(words) : null;
    }

    private static void WriteUri(BrineWriter writer, Uri uri)
    {
        writer.WriteTupleHeader(2);
        writer.WriteString(uri.OriginalString);
        writer.WriteBool(uri.IsAbsoluteUri);
    }

    private static Uri? ReadUri(object? value) =>
        value is PyTuple { Count: 2 } pair && pair[0] is string text && pair[1] is bool isAbsolute
            && Uri.TryCreate(text, isAbsolute ? UriKind.Absolute : UriKind.Relative, out var uri) ? uri : null;

    private static Type? ReadType(object? value) => value is string name && LoadedTypes.Find(name) is { } type && FrameworkTypes.Include(type) ? type : null;
}
