using System.Runtime.CompilerServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Boxing;

/// <summary>
/// Writes values as <c>(label, value)</c>: immutable ones by value, tuples item by item, the peer's own objects as theirs, and everything else lent
/// by reference. For a peer that is known to be this library, values of exact CLR types and objects of marked types are written by value too. Any thread.
/// </summary>
internal sealed partial class Boxer(LentTable lent, object connection, RpycConfig config, PeerFeatures peer)
{
    private readonly int _maxDepth = config.Limits.MaxDepth;
    private readonly ByValueObjects _objects = new(config);

    /// <summary>Writes one boxed value. What it lends is noted in <paramref name="message"/>, so that a message that is never sent lends nothing.</summary>
    /// <exception cref="ArgumentException">A string with a lone surrogate, which UTF-8 cannot carry.</exception>
    /// <exception cref="OverflowException">An int of more digits than a Python peer accepts.</exception>
    /// <exception cref="InvalidOperationException">Tuples nest too deep, or the peer holds too much already.</exception>
    internal void Write(OutgoingMessage message, object? value) => Write(message, value, 0);

    private void Write(OutgoingMessage message, object? value, int depth)
    {
        switch (value)
        {
            case null or int or string or bool or double:
                WriteLabel(message.Writer, Label.Value);
                message.Writer.WriteValue(value);
                return;
            case INetref netref when ReferenceEquals(netref.Owner, connection):
                WriteOwned(message.Writer, netref);
                return;
            case Passed passed:
                WritePassed(message, passed, depth);
                return;
        }
        if (peer.IsDotNet ? TryWriteExact(message, value, depth) : TryWriteIndex(message.Writer, value))
            return;
        WritePlain(message, value, depth);
    }

    // As Python counts. Of one past the last item it has no number.
    private static bool TryWriteIndex(BrineWriter writer, object value)
    {
        if (value is not Index index || index.Equals(Index.End))
            return false;
        WriteLabel(writer, Label.Value);
        writer.WriteInt(index.IsFromEnd ? -index.Value : index.Value);
        return true;
    }

    /// <summary>Writes a value as to a Python peer.</summary>
    private void WritePlain(OutgoingMessage message, object value, int depth)
    {
        var writer = message.Writer;
        switch (value)
        {
            case INetref netref when ReferenceEquals(netref.Owner, connection):
                WriteOwned(writer, netref);
                return;
            case IStandIn standIn:
                Write(message, standIn.Original, depth);
                return;
            case ITuple tuple:
                WriteTuple(message, tuple, depth);
                return;
        }
        if (TryWriteDumpable(writer, value))
            return;
        WriteLabel(writer, Label.RemoteReference);
        writer.WriteRaw(message.Lend(lent, value));
    }

    /// <summary>Writes a netref of this connection as the object of the peer that it is.</summary>
    internal static void WriteOwned(BrineWriter writer, INetref netref)
    {
        WriteLabel(writer, Label.LocalReference);
        writer.WriteRaw(netref.EncodedId ??= IdPackFormat.Encode(netref.Id));
    }

    /// <summary>Writes the start of a boxed value; its contents follow.</summary>
    internal static void WriteLabel(BrineWriter writer, Label label)
    {
        writer.WriteTupleHeader(2);
        writer.WriteInt((long)label);
    }

    /// <summary>Writes arguments as the one boxed tuple that they travel as, without making a tuple of them.</summary>
    internal void WriteArguments(OutgoingMessage message, scoped ReadOnlySpan<object?> arguments)
    {
        var writer = message.Writer;
        if (AreAllValues(arguments))
        {
            WriteLabel(writer, Label.Value);
            writer.WriteTupleHeader(arguments.Length);
            foreach (var argument in arguments)
                writer.WriteValue(argument);
            return;
        }
        WriteLabel(writer, Label.Tuple);
        writer.WriteTupleHeader(arguments.Length);
        foreach (var argument in arguments)
            WriteArgument(message, argument);
    }

    private void WriteArgument(OutgoingMessage message, object? argument)
    {
        if (!peer.IsDotNet && argument is Index { IsFromEnd: true, Value: 0 })
            throw new ArgumentOutOfRangeException(nameof(argument), "^0 is one past the last item, of which Python has no number: pass the length, or null where a slice is to go on to the end.");
        Write(message, argument, 1);
    }

    /// <summary>Writes keyword arguments as the boxed tuple of (name, value) that they travel as.</summary>
    internal void WriteKeywords(OutgoingMessage message, ReadOnlySpan<string> names, ReadOnlySpan<object?> values)
    {
        var writer = message.Writer;
        var byValue = AreAllValues(values);
        WriteLabel(writer, byValue ? Label.Value : Label.Tuple);
        writer.WriteTupleHeader(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            if (!byValue)
                WriteLabel(writer, Label.Tuple);
            writer.WriteTupleHeader(2);
            if (!byValue)
                WriteLabel(writer, Label.Value);
            writer.WriteString(names[i]);
            if (byValue)
                writer.WriteValue(values[i]);
            else
                WriteArgument(message, values[i]);
        }
    }

    /// <summary>Writes the argument of a PING, whose only meaning is to come back as it is: what brine does not hold goes by reference, so that no copy need be made there.</summary>
    internal void WriteForEcho(OutgoingMessage message, object? data)
    {
        var writer = message.Writer;
        var isBrine = data is null || IsValue(data);
        WriteLabel(writer, isBrine ? Label.Value : Label.Tuple);
        writer.WriteTupleHeader(1);
        if (isBrine)
            writer.WriteValue(data);
        else
            Write(message, Passed.Plainly(data), 1);
    }

    private void WriteTuple(OutgoingMessage message, ITuple tuple, int depth)
    {
        CheckDepth(depth);
        var writer = message.Writer;
        if (IsSame(tuple))
        {
            WriteLabel(writer, Label.Value);
            writer.WriteValue(tuple);
            return;
        }
        WriteLabel(writer, Label.Tuple);
        WriteItems(message, tuple, depth);
    }

    private void WriteItems(OutgoingMessage message, ITuple tuple, int depth)
    {
        message.Writer.WriteTupleHeader(tuple.Length);
        for (var i = 0; i < tuple.Length; i++)
            Write(message, tuple[i], depth + 1);
    }

    private void CheckDepth(int depth)
    {
        if (depth >= _maxDepth)
            throw new InvalidOperationException($"Tuples nest deeper than {_maxDepth}, the most that {nameof(RpycLimits)}.{nameof(RpycLimits.MaxDepth)} allows.");
    }

    private bool AreAllValues(ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            if (!IsSame(value))
                return false;
        }
        return true;
    }

    /// <summary>Whether brine alone brings the value to this peer as it should arrive.</summary>
    private bool IsSame(object? value) =>
        value is null or int or string or bool or double || (peer.IsDotNet ? IsSameToDotNet(value) : BrineValues.IsDumpable(value));

    private static bool TryWriteDumpable(BrineWriter writer, object value)
    {
        if (!IsValue(value))
            return false;
        WriteLabel(writer, Label.Value);
        writer.WriteValue(value);
        return true;
    }

    private static bool IsValue(object value) => value is long || BrineValues.IsDumpable(value);
}
