using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Connections;

/// <summary>Writes an operation as a request: <c>(handler, boxed arguments)</c>. The arguments of each handler are those of the protocol's table. Any thread.</summary>
internal sealed class RequestWriter(Boxer boxer)
{
    internal void Write(OutgoingMessage message, Dialect dialect, long sequence, scoped in Operation operation)
    {
        var writer = message.Writer;
        Message.WriteStart(writer, dialect, MessageKind.Request, sequence);
        writer.WriteTupleHeader(2);
        writer.WriteInt((long)operation.Handler);
        if (operation.IsRaw)
        {
            boxer.WriteArguments(message, operation.Arguments);
            return;
        }
        switch (operation.Handler)
        {
            case Handler.Call:
                WriteHead(writer, operation, 2 + KeywordParts(operation));
                WriteCall(message, operation);
                break;
            case Handler.CallAttr:
                WriteHead(writer, operation, 3 + KeywordParts(operation));
                WriteText(writer, operation.Name!);
                WriteCall(message, operation);
                break;
            case Handler.GetAttr or Handler.DelAttr:
                WriteHead(writer, operation, 2);
                WriteText(writer, operation.Name!);
                break;
            case Handler.SetAttr:
                WriteHead(writer, operation, 3);
                WriteText(writer, operation.Name!);
                boxer.Write(message, operation.Arguments[0]);
                break;
            case Handler.Cmp:
                WriteHead(writer, operation, 3);
                boxer.Write(message, operation.Arguments[0]);
                WriteText(writer, operation.Name!);
                break;
            case Handler.Inspect:
                WriteIdPack(writer, operation.Target!);
                break;
            case Handler.InstanceCheck:
                WriteHead(writer, operation, 2);
                WriteOtherIdPack(writer, operation.Arguments[0]);
                break;
            case Handler.Ping when operation.Arguments is [var data]:
                boxer.WriteForEcho(message, data);
                break;
            case Handler.Ping or Handler.Close or Handler.GetRoot:
                boxer.WriteArguments(message, operation.Arguments);
                break;
            default:
                WriteHead(writer, operation, 1 + operation.Arguments.Length);
                foreach (var argument in operation.Arguments)
                    boxer.Write(message, argument);
                break;
        }
    }

    private static void WriteHead(BrineWriter writer, scoped in Operation operation, int count)
    {
        Boxer.WriteLabel(writer, Label.Tuple);
        writer.WriteTupleHeader(count);
        Boxer.WriteOwned(writer, operation.Target!);
    }

    private static void WriteText(BrineWriter writer, string text)
    {
        Boxer.WriteLabel(writer, Label.Value);
        writer.WriteString(text);
    }

    /// <summary>None where there are no keyword arguments: to RPyC they are optional, and a Python server, which is busy with each of a request's parts, answers sooner.</summary>
    private static int KeywordParts(scoped in Operation operation) => operation.Keywords is { Length: > 0 } ? 1 : 0;

    private void WriteCall(OutgoingMessage message, scoped in Operation operation)
    {
        var keywords = operation.Keywords ?? [];
        var positional = operation.Arguments.Length - keywords.Length;
        boxer.WriteArguments(message, operation.Arguments[..positional]);
        if (keywords.Length > 0)
            boxer.WriteKeywords(message, keywords, operation.Arguments[positional..]);
    }

    /// <summary>INSPECT names its object by the bare id_pack, not by a reference.</summary>
    private static void WriteIdPack(BrineWriter writer, INetref target)
    {
        Boxer.WriteLabel(writer, Label.Value);
        writer.WriteTupleHeader(1);
        writer.WriteRaw(target.EncodedId ??= IdPackFormat.Encode(target.Id));
    }

    private static void WriteOtherIdPack(BrineWriter writer, object? other)
    {
        Boxer.WriteLabel(writer, Label.Value);
        if (other is INetref netref)
            writer.WriteRaw(netref.EncodedId ??= IdPackFormat.Encode(netref.Id));
        else
            writer.WriteValue(other);
    }
}
