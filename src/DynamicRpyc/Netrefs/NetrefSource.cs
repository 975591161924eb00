using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>A remote collection that is copied. Its items convert as results do, and its rows are asked for.</summary>
internal sealed class NetrefSource(Netref whole) : CopySource
{
    internal override object? Convert(object? item, Type type, ItemPlace place)
    {
        try
        {
            return NetrefConversion.Result(item, type);
        }
        catch (InvalidCastException mismatch)
        {
            var what = item is Netref ? mismatch.Message : $"cannot convert {Invocation.TypeNames.Describe(item)} to {Invocation.TypeNames.Display(type)}";
            throw new InvalidCastException($"{place} of the remote {whole.RemoteTypeName}: {what}", mismatch);
        }
    }

    internal override Exception Refuse(Type type, string why) => NetrefConverter.Refuse(whole, type, why);

    internal override int MostCells => whole.Requester.Config.Limits.MaxCopiedItems;

    internal override IReadOnlyList<object?>? Row(object? item) => item switch
    {
        PyTuple tuple => tuple,
        Netref remote => RemoteIterator.IsIterable(remote) ? PlainItems.Of(remote) : null,
        _ => base.Row(item),
    };
}
