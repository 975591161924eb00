using System.Reflection;
using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;

namespace DynamicRpyc.Boxing;

/// <summary>Objects of marked types, and results of marked methods, as bytes of the configured formatter. Runs the getters of such objects. Any thread.</summary>
internal sealed class ByValueObjects(RpycConfig config)
{
    private static readonly MethodInfo _toArray = typeof(Enumerable).GetMethod(nameof(Enumerable.ToArray))!;

    /// <summary>Asked for when an object is to be copied: the library behind the usual formatter costs a process that copies none most of a megabyte.</summary>
    internal static IByValueFormatter FormatterOf(RpycConfig config) => config.ByValueFormatter ?? JsonByValueFormatter.Instance;

    /// <summary>Writes the contents of an <see cref="ExactKind.Object"/>.</summary>
    /// <exception cref="InvalidOperationException">A part of the object does not travel by value; the text names it.</exception>
    internal void Write(BrineWriter writer, object value)
    {
        var formatter = FormatterOf(config);
        byte[] data;
        try
        {
            data = formatter.Serialize(value);
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            throw new InvalidOperationException($"A {value.GetType()} cannot be sent by value: {e.Message}", e);
        }
        writer.WriteTupleHeader(3);
        writer.WriteString(formatter.Name);
        writer.WriteString(TransferNames.Of(value.GetType()));
        writer.WriteByteArray(data);
    }

    /// <summary>The result of a marked method in a form that the receiver can make: what a LINQ query or an iterator yields becomes an array.</summary>
    internal static object ToCopyable(object result)
    {
        var type = result.GetType();
        if (TransferTypes.IsAllowed(type))
            return result;
        var item = type.GetInterfaces().Where(static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(static face => face.GetGenericArguments()[0]).FirstOrDefault(TransferTypes.IsAllowed);
        return item is null
            ? throw new InvalidOperationException(TransferTypes.Refusal(type.ToString()))
            : MethodInvoker.Create(_toArray.MakeGenericMethod(item)).Invoke(null, result)!;
    }
}
