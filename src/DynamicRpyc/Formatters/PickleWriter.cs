using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Formatters;

/// <summary>
/// Plain data as a Python pickle, protocol 4: what a Python peer's <c>obtain</c> asks for. None, bool, numbers, text, bytes, tuples, sequences, dictionaries and sets of them, and
/// dates, times, decimals and GUIDs as their kin of Python's standard library; no other class is named. Arrays of several dimensions are nested lists, enums numbers.
/// Written from the description of the format in Python's pickletools. Not thread-safe; one instance for one pickle.
/// </summary>
/// <remarks>
/// <code>
/// call c (module \n name \n) then its arguments as a tuple, R
/// null N    true 88  false 89   int J (i32) or 8a/8b (two's complement, u8/u32 length)   float G (big-endian double)
/// text X (u32 length, UTF-8)    bytes B (u32 length)    tuple ( items t    list ] ( items e    dict } ( key value ... u    set 8f ( items 90
/// </code>
/// </remarks>
internal sealed partial class PickleWriter
{
    private readonly MemoryStream _output = new();
    private readonly RpycLimits _limits;
    private int _items;

    private PickleWriter(RpycLimits limits) => _limits = limits;

    /// <exception cref="NotSupportedException">It holds something that is not plain data; the text names the type.</exception>
    /// <exception cref="InvalidOperationException">It is nested too deep, as a collection that holds itself is, or holds too much.</exception>
    internal static byte[] Write(object? value, RpycLimits limits)
    {
        var writer = new PickleWriter(limits);
        writer._output.Write([0x80, 4]);
        writer.WriteValue(value, 0);
        writer._output.WriteByte((byte)'.');
        return writer._output.ToArray();
    }

    /// <summary>What loads as the result of calling a function of a Python module with the value.</summary>
    internal static byte[] WriteCallResult(string module, string name, object? value, RpycLimits limits)
    {
        var writer = new PickleWriter(limits);
        writer._output.Write([0x80, 4]);
        writer.WriteCall(module, name, 0, value);
        writer._output.WriteByte((byte)'.');
        return writer._output.ToArray();
    }

    private void WriteValue(object? value, int depth)
    {
        if (depth > _limits.MaxDepth)
            throw new InvalidOperationException($"Pickling stopped at a depth of {depth} ({nameof(RpycLimits)}.{nameof(RpycLimits.MaxDepth)}): the object is nested too deep, or holds itself.");
        if (++_items > _limits.MaxCopiedItems)
            throw new InvalidOperationException($"Pickling stopped after {_limits.MaxCopiedItems:N0} items ({nameof(RpycLimits)}.{nameof(RpycLimits.MaxCopiedItems)}).");
        switch (value)
        {
            case null: _output.WriteByte((byte)'N'); break;
            case bool flag: _output.WriteByte(flag ? (byte)0x88 : (byte)0x89); break;
            case string text: WriteBlock((byte)'X', Encoding.UTF8.GetBytes(text)); break;
            case char single: WriteBlock((byte)'X', Encoding.UTF8.GetBytes(single.ToString())); break;
            case byte[] bytes: WriteBlock((byte)'B', bytes); break;
            case double or float or Half: WriteFloat(value is Half half ? (double)half : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong: WriteInt(value is ulong large ? large : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case BigInteger big: WriteInt(big); break;
            case Enum named: WriteValue(Convert.ChangeType(named, Enum.GetUnderlyingType(named.GetType()), System.Globalization.CultureInfo.InvariantCulture), depth); break;
            case ValueType scalar when TryWriteKin(scalar, depth): break;
            default: WriteCollection(value, depth + 1); break;
        }
    }

    private void WriteCollection(object value, int depth)
    {
        switch (value)
        {
            case IRemoteObject remote:
                throw new NotSupportedException($"A remote {remote.RemoteTypeName} cannot be pickled: it belongs to another process.");
            case ITuple tuple:
                _output.WriteByte((byte)'(');
                for (var i = 0; i < tuple.Length; i++)
                    WriteValue(tuple[i], depth);
                _output.WriteByte((byte)'t');
                break;
            case IDictionary dictionary:
                _output.Write("}("u8);
                foreach (DictionaryEntry entry in dictionary)
                {
                    WriteValue(entry.Key, depth);
                    WriteValue(entry.Value, depth);
                }
                _output.WriteByte((byte)'u');
                break;
            case IEnumerable entries when CollectionTypes.IsDictionary(value.GetType()):
                // dict() of the pairs, which is what each of them is written as.
                WriteCall("builtins", "dict", depth, entries.Cast<object>().ToList());
                break;
            case IEnumerable items when CollectionTypes.IsSet(value.GetType()):
                _output.Write([0x8f, (byte)'(']);
                WriteItems(items, depth);
                _output.WriteByte(0x90);
                break;
            case Array { Rank: > 1 } grid:
                WriteGrid(grid, new int[grid.Rank], 0, depth);
                break;
            case IEnumerable:
                _output.Write("]("u8);
                WriteItems((IEnumerable)value, depth);
                _output.WriteByte((byte)'e');
                break;
            default:
                throw new NotSupportedException($"A {value.GetType().FullName} cannot be pickled: only numbers, texts, bytes, dates, times, tuples, lists, arrays, dictionaries and sets can, and what they hold.");
        }
    }

    private void WriteGrid(Array grid, int[] at, int dimension, int depth)
    {
        _output.Write("]("u8);
        for (var i = 0; i < grid.GetLength(dimension); i++)
        {
            at[dimension] = i + grid.GetLowerBound(dimension);
            if (dimension == grid.Rank - 1)
                WriteValue(grid.GetValue(at), depth);
            else
                WriteGrid(grid, at, dimension + 1, depth + 1);
        }
        _output.WriteByte((byte)'e');
    }

    private void WriteItems(IEnumerable items, int depth)
    {
        foreach (var item in items)
            WriteValue(item, depth);
    }

    private void WriteFloat(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        _output.Write(bytes);
    }

    private void WriteInt(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[5];
        if (value >= int.MinValue && value <= int.MaxValue)
        {
            bytes[0] = (byte)'J';
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)value);
            _output.Write(bytes);
            return;
        }
        var digits = value.ToByteArray();
        if (digits.Length > byte.MaxValue)
        {
            WriteBlock(0x8b, digits);
            return;
        }
        _output.Write([0x8a, (byte)digits.Length]);
        _output.Write(digits);
    }

    private void WriteBlock(byte tag, byte[] content)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], content.Length);
        _output.Write(head);
        _output.Write(content);
    }
}
