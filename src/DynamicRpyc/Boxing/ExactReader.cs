using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;

namespace DynamicRpyc.Boxing;

/// <summary>Makes values of exact CLR types of what a .NET peer sent under <see cref="Label.Exact"/>. Under the reader role; runs no user code.</summary>
internal sealed class ExactReader(RpycConfig config)
{
    /// <exception cref="ProtocolException">The contents make no such value.</exception>
    internal object Read(ref BrineReader reader)
    {
        if (reader.ReadTupleHeader() != 2)
            throw new ProtocolException("An exact value is not a tuple of two (kind, value).");
        var kind = reader.ReadInt64();
        var content = reader.ReadValue();
        var value = kind switch
        {
            (long)ExactKind.Enum => ReadEnum(content),
            (long)ExactKind.Object => ReadObject(content),
            > 0 and <= (long)ExactKind.Range => ExactScalars.Find((ExactKind)kind)?.Read(content),
            _ => throw new ProtocolException($"There is no exact value of the kind {kind}; this version knows 1 to {(int)ExactKind.Range}."),
        };
        return value ?? throw new ProtocolException($"An exact value of the kind {(ExactKind)kind} holds what makes none.");
    }

    private static object? ReadEnum(object? content)
    {
        if (content is not PyTuple { Count: 3 } parts || parts[0] is not string name || parts[1] is not int code || ExactEnums.Number(code, parts[2]) is not { } number)
            return null;
        return LoadedTypes.Find(name) switch
        {
            null => number,
            { IsEnum: true } type when type.GetEnumUnderlyingType() == number.GetType() => Enum.ToObject(type, number),

            // The two sides have different versions of it.
            { IsEnum: true } => number,
            _ => null,
        };
    }

    private DeferredObject? ReadObject(object? content) =>
        content is PyTuple { Count: 3 } parts && parts[0] is string format && parts[1] is string type && parts[2] is byte[] data
            ? new DeferredObject(ByValueObjects.FormatterOf(config), format, type, data)
            : null;
}
