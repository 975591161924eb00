using System.Buffers;
using DynamicRpyc.Boxing;
using DynamicRpyc.Channels;
using DynamicRpyc.Messages;
using DynamicRpyc.Transports;
using DynamicRpyc.Vinegar;

namespace DynamicRpyc.Connections;

/// <summary>Finished messages on their way out: compressed where that pays, and handed to the sender. Any thread.</summary>
internal sealed class Outbox(FrameSender sender, Transport transport, Boxer boxer, RpycConfig config)
{
    private readonly bool _compress = config.Compression switch
    {
        Compression.Always => true,
        Compression.Never => false,
        _ => !transport.IsLocal,
    };

    /// <summary>As <see cref="FrameSender.IsBacklogged"/> has it.</summary>
    internal bool IsBacklogged => sender.IsBacklogged;

    /// <summary>Sends the message and gives it back.</summary>
    /// <param name="message">A message whose payload is complete.</param>
    /// <param name="mayWait">As <see cref="FrameSender.Send"/> has it.</param>
    /// <param name="linger">As <see cref="FrameSender.Send"/> has it.</param>
    internal void Send(OutgoingMessage message, bool mayWait, Linger linger = Linger.No)
    {
        if (message.HasLarge && !_compress)
        {
            sender.SendPieces(message.FinishInPieces(), mayWait);
            message.Return();
            return;
        }
        var frame = message.Finish();
        if (_compress && frame.Length - Frame.HeaderLength - Frame.TrailerLength >= config.CompressionThreshold)
            SendCompressed(frame, mayWait);
        else
            sender.Send(frame, mayWait, linger);
        message.Return();
    }

    /// <summary>Sends the message behind a frame that is complete, with one write; uncompressed, which every peer takes.</summary>
    internal void SendBehind(ReadOnlySpan<byte> first, OutgoingMessage message, bool mayWait)
    {
        var frame = message.Finish();
        var both = ArrayPool<byte>.Shared.Rent(first.Length + frame.Length);
        first.CopyTo(both);
        frame.CopyTo(both.AsSpan(first.Length));
        sender.Send(both.AsSpan(0, first.Length + frame.Length), mayWait);
        ArrayPool<byte>.Shared.Return(both);
        message.Return();
    }

    /// <summary>Sends frames that are complete as they are.</summary>
    internal void SendFrames(ReadOnlySpan<byte> frames, bool mayWait) => sender.Send(frames, mayWait);

    /// <summary>As <see cref="FrameSender.FlushLingering"/> has it.</summary>
    internal void FlushLingering(bool mayWait) => sender.FlushLingering(mayWait);

    /// <summary>Answers a request with a value. A value that cannot be sent is answered as the exception that says so.</summary>
    internal void Reply(IncomingRequest request, object? value, bool mayWait, Linger linger = Linger.No)
    {
        var message = OutgoingMessage.Rent();
        try
        {
            Message.WriteStart(message.Writer, request.Dialect, MessageKind.Reply, request.Sequence);
            boxer.Write(message, value);
        }
        catch (Exception e)
        {
            message.Unlend();
            message.Return();
            Refuse(request, e, mayWait);
            return;
        }
        Send(message, mayWait, linger);
    }

    /// <summary>Answers a request with an exception.</summary>
    internal void Refuse(IncomingRequest request, Exception error, bool mayWait)
    {
        var message = OutgoingMessage.Rent();
        Message.WriteStart(message.Writer, request.Dialect, MessageKind.Exception, request.Sequence);
        VinegarWriter.Write(message.Writer, error, config, request.Dialect);
        Send(message, mayWait);
    }

    /// <summary>Answers a request with an exception of user code, which the log hears of. May wait.</summary>
    internal void Refuse(IncomingRequest request, Exception error, ConnectionLog log)
    {
        log.RequestFailed(request, error);
        Refuse(request, error, mayWait: true);
    }

    private void SendCompressed(ReadOnlySpan<byte> frame, bool mayWait)
    {
        var payload = frame[Frame.HeaderLength..^Frame.TrailerLength];
        var compressed = Compressor.Deflate(payload, out var length);
        if (compressed is null)
        {
            sender.Send(frame, mayWait);
            return;
        }
        var total = Frame.HeaderLength + length + Frame.TrailerLength;
        var framed = ArrayPool<byte>.Shared.Rent(total);
        Frame.WriteHeader(framed, length, compressed: true);
        compressed.AsSpan(0, length).CopyTo(framed.AsSpan(Frame.HeaderLength));
        framed[total - 1] = Frame.Trailer;
        sender.Send(framed.AsSpan(0, total), mayWait);
        ArrayPool<byte>.Shared.Return(compressed);
        ArrayPool<byte>.Shared.Return(framed);
    }
}
