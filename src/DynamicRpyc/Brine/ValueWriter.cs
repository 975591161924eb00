using System.Collections;
using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Brine;

/// <summary>Which CLR values travel by value, and how each is written. Enums, decimals, dates, lists, arrays other than <c>byte[]</c> and types go by reference instead.</summary>
internal static class ValueWriter
{
    // A message wraps the value in some tuples of its own, and the receiver's default bound of 128 levels must hold for the whole. Deeper tuples are boxed item by item.
    internal const int MaxDepth = 112;

    internal static bool IsDumpable(object? value, int depth) => value switch
    {
        null or string or int or bool or double or long => true,
        byte[] => IsByteArray(value),
        PyTuple tuple => depth < MaxDepth && AllDumpable(tuple.Items, depth + 1),
        byte or sbyte or short or ushort or uint or ulong or nint or nuint or char or float or Half or BigInteger or Int128 or UInt128 or Complex => true,
        ReadOnlyMemory<byte> or Memory<byte> or ArraySegment<byte> or Range or Ellipsis or NotImplemented => true,
        PySlice slice => depth < MaxDepth && AllDumpable([slice.Start, slice.Stop, slice.Step], depth + 1),
        ITuple tuple => depth < MaxDepth && AllDumpable(tuple, depth + 1),
        ICollection set when IsFrozenSet(value) => depth < MaxDepth && AllDumpable(set, depth + 1),
        _ => false,
    };

    internal static void Write(BrineWriter writer, object? value, int depth)
    {
        switch (value)
        {
            case null: writer.WriteNone(); break;
            case string v: writer.WriteString(v); break;
            case int v: writer.WriteInt(v); break;
            case bool v: writer.WriteBool(v); break;
            case double v: writer.WriteDouble(v); break;
            case long v: writer.WriteInt(v); break;
            case byte[] v when IsByteArray(value): writer.WriteByteArray(v); break;
            case PyTuple v: WriteTuple(writer, v.Items, Deeper(depth)); break;
            default: WriteRarer(writer, value, depth); break;
        }
    }

    private static void WriteRarer(BrineWriter writer, object value, int depth)
    {
        switch (value)
        {
            case byte v: writer.WriteInt(v); break;
            case sbyte v: writer.WriteInt(v); break;
            case short v: writer.WriteInt(v); break;
            case ushort v: writer.WriteInt(v); break;
            case uint v: writer.WriteInt(v); break;
            case ulong v: writer.WriteInt(v); break;
            case nint v: writer.WriteInt((long)v); break;
            case nuint v: writer.WriteInt((ulong)v); break;
            case Int128 v: writer.WriteInt((BigInteger)v); break;
            case UInt128 v: writer.WriteInt((BigInteger)v); break;
            case BigInteger v: writer.WriteInt(v); break;
            case char v: writer.WriteString([v]); break;
            case float v: writer.WriteDouble(v); break;
            case Half v: writer.WriteDouble((double)v); break;
            case Complex v: writer.WriteComplex(v); break;
            case ReadOnlyMemory<byte> v: writer.WriteBytes(v.Span); break;
            case Memory<byte> v: writer.WriteBytes(v.Span); break;
            case ArraySegment<byte> v: writer.WriteBytes(v); break;
            case Ellipsis: writer.WriteEllipsis(); break;
            case NotImplemented: writer.WriteNotImplemented(); break;
            case Range v: WriteSlice(writer, v, Deeper(depth)); break;
            case PySlice v: WriteSlice(writer, v, Deeper(depth)); break;
            case ITuple v: WriteTuple(writer, v, Deeper(depth)); break;
            case ICollection v when IsFrozenSet(value): WriteFrozenSet(writer, v, Deeper(depth)); break;
            default:
                throw new ArgumentException(
                    $"A {value.GetType()} does not travel by value. Brine holds None, bool, int, float, complex, str, bytes, slice, and tuples and frozensets of these.");
        }
    }

    private static void WriteTuple(BrineWriter writer, ReadOnlySpan<object?> items, int depth)
    {
        writer.WriteTupleHeader(items.Length);
        foreach (var item in items) Write(writer, item, depth);
    }

    private static void WriteTuple(BrineWriter writer, ITuple items, int depth)
    {
        var count = items.Length;
        writer.WriteTupleHeader(count);
        for (var i = 0; i < count; i++) Write(writer, items[i], depth);
    }

    private static void WriteSlice(BrineWriter writer, PySlice slice, int depth)
    {
        writer.WriteSliceHeader();
        Write(writer, slice.Start, depth);
        Write(writer, slice.Stop, depth);
        Write(writer, slice.Step, depth);
    }

    private static void WriteFrozenSet(BrineWriter writer, ICollection items, int depth)
    {
        writer.WriteFrozenSetHeader(items.Count);
        foreach (var item in items) Write(writer, item, depth);
    }

    private static int Deeper(int depth) => depth < MaxDepth
        ? depth + 1
        : throw new ArgumentException($"Tuples nested more than {MaxDepth} deep do not travel by value: Python's reader recurses for each level.");

    private static bool AllDumpable(ReadOnlySpan<object?> items, int depth)
    {
        foreach (var item in items)
            if (!IsDumpable(item, depth)) return false;
        return true;
    }

    private static bool AllDumpable(ITuple items, int depth)
    {
        for (var i = 0; i < items.Length; i++)
            if (!IsDumpable(items[i], depth)) return false;
        return true;
    }

    private static bool AllDumpable(ICollection items, int depth)
    {
        foreach (var item in items)
            if (!IsDumpable(item, depth)) return false;
        return true;
    }

    // The runtime lets an sbyte[] and an array of a byte enum pass as byte[]; those go by reference like every other array.
    private static bool IsByteArray(object value) => value.GetType() == typeof(byte[]);

    private static bool IsFrozenSet(object value)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FrozenSet<>)) return true;
        return false;
    }
}
