using DynamicRpyc.Formatters;

namespace DynamicRpyc.Boxing;

/// <summary>
/// A received value that is made by user code (constructors and setters of marked types), or that holds one. Reading a message must not run any, so whoever takes the
/// value off the reader's hands makes it: the thread that runs the request, or the caller whose answer it is.
/// </summary>
internal abstract class Deferred
{
    /// <exception cref="InvalidOperationException">The type is not allowed here, or the formatters differ.</exception>
    /// <exception cref="ProtocolException">The bytes do not make such an object.</exception>
    internal abstract object? Resolve();

    internal static object? Resolve(object? value) => value is Deferred deferred ? deferred.Resolve() : value;

    internal static void ResolveAll(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = Resolve(values[i]);
    }
}

/// <summary>An object of a marked type, as bytes.</summary>
internal sealed class DeferredObject(IByValueFormatter own, string formatter, string typeName, byte[] data) : Deferred
{
    internal override object Resolve()
    {
        if (formatter != own.Name)
            throw new InvalidOperationException($"The peer sends objects in the format '{formatter}', this side reads '{own.Name}': give both the same {nameof(RpycConfig)}.{nameof(RpycConfig.ByValueFormatter)}.");
        if (LoadedTypes.Find(typeName) is not { } type || !TransferTypes.IsAllowed(type))
            throw new InvalidOperationException(TransferTypes.Refusal($"The peer sends an object of the type {typeName} by value. The type"));
        object made;
        try
        {
            made = own.Deserialize(data, type);
        }
        catch (Exception e)
        {
            throw new ProtocolException($"What the peer sent does not make a {type}: {e.Message}", e);
        }
        return type.IsInstanceOfType(made) ? made : throw new ProtocolException($"The formatter '{formatter}' made no {type} of what the peer sent.");
    }
}

/// <summary>A tuple with a deferred value somewhere inside.</summary>
internal sealed class DeferredTuple(object?[] items, Type? type) : Deferred
{
    /// <summary>The items, deferred ones among them.</summary>
    internal object?[] Items { get; } = items;

    internal override object Resolve()
    {
        ResolveAll(Items);
        return type is null ? PyTuple.Adopt(Items) : ExactTuples.Make(type, Items);
    }
}
