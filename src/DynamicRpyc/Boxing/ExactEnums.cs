using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;

namespace DynamicRpyc.Boxing;

/// <summary>Enums on the wire: the type's name, and the number with its width. Where the receiver does not know the type, the number is what arrives. Any thread.</summary>
internal static class ExactEnums
{
    private static readonly Dictionary<TypeCode, Type> _underlying = new()
    {
        [TypeCode.SByte] = typeof(sbyte),
        [TypeCode.Byte] = typeof(byte),
        [TypeCode.Int16] = typeof(short),
        [TypeCode.UInt16] = typeof(ushort),
        [TypeCode.Int32] = typeof(int),
        [TypeCode.UInt32] = typeof(uint),
        [TypeCode.Int64] = typeof(long),
        [TypeCode.UInt64] = typeof(ulong),
    };

    /// <summary>Writes the contents, if the enum is of a kind that C# can declare and its type has a name that lasts.</summary>
    internal static bool CanWrite(Enum value) => !value.GetType().IsCollectible && _underlying.ContainsKey(value.GetTypeCode());

    internal static void Write(BrineWriter writer, Enum value)
    {
        var code = value.GetTypeCode();
        writer.WriteTupleHeader(3);
        writer.WriteString(TransferNames.Of(value.GetType()));
        writer.WriteInt((int)code);
        writer.WriteValue(Convert.ChangeType(value, _underlying[code], provider: null));
    }

    /// <summary>The number as the type that the code names; null where that is no type of enums, or it does not fit.</summary>
    internal static object? Number(int code, object? number)
    {
        if (!_underlying.TryGetValue((TypeCode)code, out var type))
            return null;
        return type == typeof(int) ? number as int? : ExactScalars.Find(type)!.Read(number);
    }
}
