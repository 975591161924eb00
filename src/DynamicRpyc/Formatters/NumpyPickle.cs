using System.Buffers.Binary;
using System.Collections;
using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace DynamicRpyc.Formatters;

/// <summary>
/// Arrays and lists as pickles that load as numpy arrays, which is what a Python peer's <c>numpy.asarray</c> asks for. Numbers, dates and time spans go as one block of bytes, with
/// dtype and shape; anything else as nested lists, from which numpy makes what it can. Dates and spans keep microseconds.
/// </summary>
/// <remarks>The pickle calls <c>numpy.ndarray(shape, dtype, bytearray)</c>, which is the same in every numpy, and gives an array that may be written to; protocol 5, for its bytearray.</remarks>
internal static class NumpyPickle
{
    private const byte ByteArray8 = 0x96;
    private const long TicksOfEpoch = 621_355_968_000_000_000;

    private static readonly char _order = BitConverter.IsLittleEndian ? '<' : '>';

    private static readonly FrozenDictionary<Type, (string Code, int Size)> _types = new Dictionary<Type, (string, int)>
    {
        [typeof(bool)] = ("|b1", 1),
        [typeof(sbyte)] = ("|i1", 1),
        [typeof(byte)] = ("|u1", 1),
        [typeof(short)] = (_order + "i2", 2),
        [typeof(ushort)] = (_order + "u2", 2),
        [typeof(int)] = (_order + "i4", 4),
        [typeof(uint)] = (_order + "u4", 4),
        [typeof(long)] = (_order + "i8", 8),
        [typeof(ulong)] = (_order + "u8", 8),
        [typeof(Half)] = (_order + "f2", 2),
        [typeof(float)] = (_order + "f4", 4),
        [typeof(double)] = (_order + "f8", 8),
        [typeof(Complex)] = (_order + "c16", 16),
        [typeof(DateTime)] = (_order + "M8[us]", 8),
        [typeof(TimeSpan)] = (_order + "m8[us]", 8),
    }.ToFrozenDictionary();

    /// <exception cref="NotSupportedException">An item is not plain data.</exception>
    /// <exception cref="InvalidOperationException">It is larger than one value may be, holds too many items, or nests too deep.</exception>
    internal static byte[] Write(object target, RpycLimits limits)
    {
        var array = target as Array ?? FromList(target);
        if (array is null || !_types.TryGetValue(array.GetType().GetElementType()!, out var type))
            return AsLists(array ?? target, limits);
        var bytes = (long)array.Length * type.Size;
        if (bytes > limits.MaxFrameLength / 2)
            throw new InvalidOperationException($"An array of {bytes:N0} bytes is too large for one value; send it in parts, as in numpy.asarray(a[0:1000000]).");
        return AsBlock(array, type.Code, (int)bytes);
    }

    // A List<T> of a type that has a dtype is copied at once, whole; other collections item by item.
    private static Array? FromList(object target)
    {
        var contract = Array.Find(target.GetType().GetInterfaces(), static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>));
        if (contract is null || target is not ICollection items || !_types.ContainsKey(contract.GetGenericArguments()[0]))
            return null;
        var copy = Array.CreateInstance(contract.GetGenericArguments()[0], items.Count);
        items.CopyTo(copy, 0);
        return copy;
    }

    private static byte[] AsBlock(Array array, string code, int bytes)
    {
        var head = new MemoryStream();
        head.Write([0x80, 5]);
        head.Write("cnumpy\nndarray\n(("u8);
        Span<byte> number = stackalloc byte[8];
        for (var dimension = 0; dimension < array.Rank; dimension++)
        {
            head.WriteByte((byte)'J');
            BinaryPrimitives.WriteInt32LittleEndian(number, array.GetLength(dimension));
            head.Write(number[..4]);
        }
        head.Write([(byte)'t', (byte)'X']);
        BinaryPrimitives.WriteInt32LittleEndian(number, code.Length);
        head.Write(number[..4]);
        head.Write(Encoding.ASCII.GetBytes(code));
        head.WriteByte(ByteArray8);
        BinaryPrimitives.WriteInt64LittleEndian(number, bytes);
        head.Write(number);

        var start = (int)head.Length;
        var pickle = new byte[start + bytes + 3];
        head.GetBuffer().AsSpan(0, start).CopyTo(pickle);
        Copy(array, pickle.AsSpan(start, bytes));
        "tR."u8.CopyTo(pickle.AsSpan(start + bytes));
        return pickle;
    }

    private static void Copy(Array array, Span<byte> target)
    {
        if (array.Length == 0)
            return;
        if (array.GetType().GetElementType() is var item && (item == typeof(DateTime) || item == typeof(TimeSpan)))
        {
            CopyMicroseconds(array, item == typeof(DateTime) ? TicksOfEpoch : 0, MemoryMarshal.Cast<byte, long>(target));
            return;
        }
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), target.Length).CopyTo(target);
    }

    // In the order of enumeration, which is numpy's.
    private static void CopyMicroseconds(Array array, long zero, Span<long> target)
    {
        var next = 0;
        foreach (var item in array)
        {
            var ticks = (item is DateTime date ? date.Ticks : ((TimeSpan)item!).Ticks) - zero;
            target[next++] = ticks >= 0 ? ticks / TimeSpan.TicksPerMicrosecond : -((-ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond);
        }
    }

    private static byte[] AsLists(object target, RpycLimits limits) => PickleWriter.WriteCallResult("numpy", "array", target, limits);
}
