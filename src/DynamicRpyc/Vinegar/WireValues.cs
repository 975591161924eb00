using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Arguments and attributes of exceptions, made into values that brine is sure to take: what does not travel by value goes as its text, as RPyC sends its <c>repr</c>.
/// Nothing here sends: a remote object inside is named, not asked.
/// </summary>
internal static class WireValues
{
    private const int MaxDepth = 16;

    // Brine refuses ints of more than 4300 digits; this is a little less, in bits.
    private const int MaxIntBits = 14_000;

    /// <summary>The value to send. False for one that says nothing in this form: a delegate, another exception, an object without a text of its own.</summary>
    /// <param name="value">What the exception holds.</param>
    /// <param name="limit">The most characters, or bytes, of one text.</param>
    /// <param name="result">What to send instead.</param>
    internal static bool TryMake(object? value, int limit, out object? result) => TryMake(value, limit, 0, out result);

    private static bool TryMake(object? value, int limit, int depth, out object? result)
    {
        result = value;
        switch (value)
        {
            case null or bool or int or long or double or float or byte or sbyte or short or ushort or uint or ulong or Complex: return true;
            case string text: result = SafeText.Clean(text, limit); return true;
            case char single: result = SafeText.Clean(single.ToString(), limit); return true;
            case BigInteger big when big.GetBitLength() > MaxIntBits: result = $"<an int of {big.GetBitLength()} bits>"; return true;
            case BigInteger: return true;
            case byte[] bytes when bytes.Length > limit: result = $"<{bytes.Length} bytes>"; return true;
            case IRemoteObject remote: result = SafeText.Clean($"<remote {remote.RemoteTypeName}>", limit); return true;
            case ITuple tuple when depth < MaxDepth: result = MakeTuple(tuple, limit, depth); return true;
            case Exception or Delegate: return false;
            case Type type: result = SafeText.Clean(type.FullName ?? type.Name, limit); return true;
            default: return TryMakeRarer(value, limit, out result);
        }
    }

    private static PyTuple MakeTuple(ITuple tuple, int limit, int depth)
    {
        var items = new object?[tuple.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = TryMake(tuple[i], limit, depth + 1, out var item) ? item : $"<{tuple[i]!.GetType().FullName}>";
        return PyTuple.Adopt(items);
    }

    private static bool TryMakeRarer(object value, int limit, out object? result)
    {
        result = value;
        if (value is not ITuple && BrineValues.IsDumpable(value) && Encodes(value)) return true;
        if (!HasOwnText(value.GetType())) return false;
        var text = value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString();
        result = SafeText.Clean(text ?? "", limit);
        return true;
    }

    /// <summary>A frozenset or slice may hold a text or an int that brine refuses.</summary>
    private static bool Encodes(object value)
    {
        try
        {
            BrineValues.Encode(value);
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private static bool HasOwnText(Type type)
    {
        if (type.IsEnum) return true;
        var declaring = type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType);
    }
}
