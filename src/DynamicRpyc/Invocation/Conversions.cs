using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>The table of conversions: which one serves a type. Keyed by types of this process, weakly. Safe for any thread.</summary>
internal static class Conversions
{
    private static readonly ConditionalWeakTable<Type, Conversion> _cache = [];

    private static readonly Dictionary<Type, Func<Conversion>> _fixed = new()
    {
        [typeof(int)] = static () => new IntegerConversion<int>(0),
        [typeof(long)] = static () => new IntegerConversion<long>(1),
        [typeof(nint)] = static () => new IntegerConversion<nint>(2),
        [typeof(Int128)] = static () => new IntegerConversion<Int128>(3),
        [typeof(BigInteger)] = static () => new IntegerConversion<BigInteger>(4),
        [typeof(ulong)] = static () => new IntegerConversion<ulong>(11),
        [typeof(uint)] = static () => new IntegerConversion<uint>(12),
        [typeof(short)] = static () => new IntegerConversion<short>(13),
        [typeof(ushort)] = static () => new IntegerConversion<ushort>(14),
        [typeof(byte)] = static () => new IntegerConversion<byte>(15),
        [typeof(sbyte)] = static () => new IntegerConversion<sbyte>(16),
        [typeof(nuint)] = static () => new IntegerConversion<nuint>(17),
        [typeof(UInt128)] = static () => new IntegerConversion<UInt128>(18),
        [typeof(double)] = static () => new RealConversion<double>(0),
        [typeof(float)] = static () => new RealConversion<float>(2),
        [typeof(decimal)] = static () => new RealConversion<decimal>(1),
        [typeof(Half)] = static () => new RealConversion<Half>(4),
        [typeof(Complex)] = static () => new RealConversion<Complex>(3),
        [typeof(CancellationToken)] = static () => new CancellationTokenConversion(),
        [typeof(char)] = static () => new CharConversion(),
        [typeof(string)] = static () => new StringConversion(),
        [typeof(Range)] = static () => new RangeConversion(),
        [typeof(Index)] = static () => new IndexConversion(),
        [typeof(Type)] = static () => new TypeConversion(),
        [typeof(ReadOnlyMemory<byte>)] = static () => new BytesConversion<ReadOnlyMemory<byte>>(static bytes => bytes),
        [typeof(Memory<byte>)] = static () => new BytesConversion<Memory<byte>>(static bytes => bytes),
        [typeof(ArraySegment<byte>)] = static () => new BytesConversion<ArraySegment<byte>>(static bytes => bytes),
    };

    internal static Conversion To(Type type) => _cache.TryGetValue(type, out var known) ? known : _cache.GetValue(type, Create);

    /// <summary>Converts if there is a way.</summary>
    internal static bool TryConvert(object? value, Type type, [MaybeNullWhen(false)] out object? result)
    {
        var conversion = To(type);
        var possible = conversion.Cost(value) != Conversion.Impossible;
        result = possible ? conversion.Convert(value) : null;
        return possible;
    }

    /// <exception cref="BindException">There is no way; the text names value and type.</exception>
    internal static object? Convert(object? value, Type type) => To(type).Convert(value);

    private static Conversion Create(Type type)
    {
        if (_fixed.TryGetValue(type, out var make))
            return make();
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return new NullableConversion(type, To(underlying));
        if (type.IsEnum)
            return new EnumConversion(type);
        if (type.IsSubclassOf(typeof(Delegate)))
            return new DelegateConversion(type);
        if (SequenceConversion.TryCreate(type) is { } sequence)
            return sequence;
        if (DictionaryConversion.TryCreate(type) is { } dictionary)
            return dictionary;
        return TupleConversion.TryCreate(type) is { } tuple ? tuple : new NoConversion(type);
    }
}
