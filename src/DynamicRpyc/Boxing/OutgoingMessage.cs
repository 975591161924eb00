using System.Runtime.InteropServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Channels;

namespace DynamicRpyc.Boxing;

/// <summary>
/// A frame being written: its bytes, with room for the header in front, and what it lends. One a thread, used again for each message; not for sharing.
/// </summary>
internal sealed class OutgoingMessage
{
    private const int KeptCapacity = 64 * 1024;
    private const int MostKeptLoans = 1024;

    [ThreadStatic]
    private static OutgoingMessage? _ofThisThread;

    private readonly List<(LentTable Table, LentId Id)> _loans = [];
    private volatile bool _isRented;

    internal BrineWriter Writer { get; private set; } = NewWriter();

    /// <summary>Whether a large value was left where it is; see <see cref="FinishInPieces"/>.</summary>
    internal bool HasLarge => Writer.Large.Value is not null;

    /// <summary>
    /// Takes the thread's message, empty. Boxing may run code that sends a message of its own (a tuple type of the user's), so the one in use is not handed out twice.
    /// </summary>
    internal static OutgoingMessage Rent()
    {
        if (_ofThisThread is not { _isRented: false } message)
            _ofThisThread = message = new OutgoingMessage();
        message._isRented = true;
        message.Writer.Reset();
        message._loans.Clear();
        message.Writer.Reserve(Frame.HeaderLength);
        return message;
    }

    /// <summary>Gives the message back once its bytes are sent or dropped.</summary>
    internal void Return()
    {
        if (Writer.Length > KeptCapacity)
        {
            Writer.Dispose();
            Writer = NewWriter();
        }
        if (_loans.Capacity > MostKeptLoans)
        {
            _loans.Clear();
            _loans.Capacity = 0;
        }
        _isRented = false;
    }

    /// <summary>Lends an object with this message, and gives its encoded id_pack.</summary>
    internal ReadOnlySpan<byte> Lend(LentTable table, object target)
    {
        var lent = table.Lend(target);
        _loans.Add((table, lent.Id));
        return lent.EncodedId;
    }

    /// <summary>Takes back what the message lent: it will not be sent.</summary>
    internal void Unlend()
    {
        foreach (var (table, id) in _loans)
            table.Return(id, 1);
        _loans.Clear();
    }

    /// <summary>Completes the frame around the payload.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        Writer.PutLargeIn();
        Complete(0);
        return Writer.WrittenSpan;
    }

    /// <summary>As <see cref="Finish"/>, with the large value where its owner has it. It must not change until the frame is sent or copied.</summary>
    internal ArraySegment<byte>[] FinishInPieces()
    {
        var (large, at) = Writer.Large;
        Complete(large!.Length);
        MemoryMarshal.TryGetArray(Writer.WrittenMemory, out var rest);
        return [rest[..at], large, rest[at..]];
    }

    private static BrineWriter NewWriter() => new(256) { LeavesLarge = true };

    private void Complete(int lengthElsewhere)
    {
        var payload = Writer.Length - Frame.HeaderLength + lengthElsewhere;
        Writer.WriteRawByte(Frame.Trailer);
        Frame.WriteHeader(Writer.WritableSpan(0, Frame.HeaderLength), payload, compressed: false);
    }
}
