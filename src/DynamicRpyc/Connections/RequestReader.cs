using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Connections;

/// <summary>
/// Reads a request's contents, <c>(handler, boxed arguments)</c>, as the reader meets it: in wire order, so that what an argument refers to is still lent.
/// Under the reader role: one thread at a time.
/// </summary>
internal sealed class RequestReader(Unboxer unboxer, SpareRequest spare)
{
    private readonly NameCache _names = new();
    private bool _firstIsCopy;

    /// <exception cref="ProtocolException">The contents do not have the shape of a request. What is merely wrong with one request is its <see cref="IncomingRequest.Failure"/>.</exception>
    internal IncomingRequest Read(ref BrineReader reader, in MessageStart start)
    {
        if (reader.ReadTupleHeader() != 2)
            throw new ProtocolException("A request is not a tuple of two (handler, arguments).");
        var request = spare.Take(start, (Handler)ReadHandler(ref reader));
        var label = unboxer.ReadLabel(ref reader);
        if (label is not (Label.Value or Label.Tuple))
            throw new ProtocolException("A request's arguments are not a tuple.");
        var boxed = label == Label.Tuple;
        var count = reader.ReadTupleHeader();
        switch (request.Handler)
        {
            case Handler.Call when boxed && count is 2 or 3:
                ReadTarget(ref reader, request);
                ReadCall(ref reader, request, count - 1);
                break;
            case Handler.CallAttr when boxed && count is 3 or 4:
                ReadTarget(ref reader, request);
                ReadName(ref reader, request);
                ReadCall(ref reader, request, count - 2);
                break;
            case Handler.GetAttr or Handler.SetAttr or Handler.DelAttr when boxed && count >= 2:
                ReadTarget(ref reader, request);
                ReadName(ref reader, request);
                request.Arguments = ReadRest(ref reader, boxed, count - 2);
                break;
            default:
                request.Arguments = ReadRest(ref reader, boxed, count);
                TakeTarget(request);
                // Asking whether something is of a type is no use of the type.
                if (request.Target is not null && _firstIsCopy && request.Handler != Handler.InstanceCheck)
                    request.Failure = NotLent(request);
                break;
        }
        if (unboxer.TakeMissing() is { } missing)
        {
            request.Failure = new KeyNotFoundException(
                $"The request names {missing} as an object of this side; no such object is lent on this connection. It was released, or never was.");
        }
        else
        {
            request.Failure ??= RequestShape.Check(request);
        }
        return request;
    }

    private static long ReadHandler(ref BrineReader reader)
    {
        var number = reader.ReadInt64();
        return number is >= int.MinValue and <= int.MaxValue ? number : 0;
    }

    /// <summary>Requests act on what this side lent. A copy that the peer sends along, such as a type by its name, is nothing that it was given access to.</summary>
    private void ReadTarget(ref BrineReader reader, IncomingRequest request)
    {
        var before = unboxer.ExactCount;
        request.Target = unboxer.Read(ref reader);
        if (unboxer.ExactCount != before)
            request.Failure = NotLent(request);
    }

    private static ArgumentException NotLent(IncomingRequest request) => new($"The request {request.Handler} is made on a value, not on an object of this side.");

    private void ReadName(ref BrineReader reader, IncomingRequest request)
    {
        if (unboxer.ReadLabel(ref reader) != Label.Value)
            throw new ProtocolException("An attribute name is not passed by value.");
        // Very old peers send the name as bytes; RPyC reads both.
        request.Name = reader.PeekTag() == BrineTags.String ? _names.Get(reader.ReadUtf8()) : ReadOddName(ref reader, request);
    }

    private static string ReadOddName(ref BrineReader reader, IncomingRequest request)
    {
        switch (reader.ReadValue())
        {
            case byte[] bytes when System.Text.Unicode.Utf8.IsValid(bytes):
                return System.Text.Encoding.UTF8.GetString(bytes);
            case var other:
                request.Failure = new InvalidCastException($"An attribute name must be a string, not {other?.GetType().Name ?? "None"}.");
                return "";
        }
    }

    private void ReadCall(ref BrineReader reader, IncomingRequest request, int parts)
    {
        var arguments = ReadSequence(ref reader);
        if (parts == 2)
        {
            var keywords = ReadSequence(ref reader);
            if (keywords.Length > 0)
                arguments = Append(arguments, keywords, request);
        }
        request.Arguments = arguments;
    }

    /// <summary>A boxed tuple as an array of its items.</summary>
    private object?[] ReadSequence(ref BrineReader reader)
    {
        switch (unboxer.ReadLabel(ref reader))
        {
            case Label.Tuple:
                return unboxer.ReadItems(ref reader);
            case Label.ExactTuple:
                Unboxer.SkipTupleType(ref reader);
                return unboxer.ReadItems(ref reader);
            case Label.Value:
                return ReadRest(ref reader, boxed: false, reader.ReadTupleHeader());
            default:
                throw new ProtocolException("A call's arguments are not a tuple.");
        }
    }

    private static object?[] Append(object?[] arguments, object?[] keywords, IncomingRequest request)
    {
        var names = new string[keywords.Length];
        var all = new object?[arguments.Length + keywords.Length];
        arguments.CopyTo(all, 0);
        for (var i = 0; i < keywords.Length; i++)
        {
            var (key, value) = keywords[i] switch
            {
                ITuple { Length: 2 } pair => (pair[0], pair[1]),
                DeferredTuple { Items: [var first, var second] } => (first, second),
                _ => (null, null),
            };
            names[i] = key as string ?? throw new ProtocolException("A keyword argument is not a tuple of two (name, value).");
            all[arguments.Length + i] = value;
        }
        request.Keywords = names;
        return all;
    }

    private object?[] ReadRest(ref BrineReader reader, bool boxed, int count)
    {
        var items = count == 0 ? [] : new object?[BrineReader.FirstCapacity(count)];
        var before = unboxer.ExactCount;
        _firstIsCopy = false;
        for (var i = 0; i < count; i++)
        {
            if (i == items.Length)
                Array.Resize(ref items, (int)Math.Min(count, items.Length * 2L));
            items[i] = boxed ? unboxer.Read(ref reader) : reader.ReadValue();
            if (i == 0)
                _firstIsCopy = unboxer.ExactCount != before;
        }
        return items;
    }

    private static void TakeTarget(IncomingRequest request)
    {
        if (request.Handler is Handler.Ping or Handler.Close or Handler.GetRoot or Handler.Inspect || request.Arguments.Length == 0)
            return;
        request.Target = request.Arguments[0];
        request.Arguments = request.Arguments[1..];
        if (request.Handler == Handler.Cmp && request.Arguments is [var other, string op])
        {
            request.Name = op;
            request.Arguments = [other];
        }
    }
}
