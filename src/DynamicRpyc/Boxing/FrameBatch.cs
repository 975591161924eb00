using DynamicRpyc.Brine;
using DynamicRpyc.Channels;

namespace DynamicRpyc.Boxing;

/// <summary>Several frames in one buffer, to leave with one write.</summary>
internal sealed class FrameBatch
{
    private int _start;

    internal BrineWriter Writer { get; } = new(1024);

    internal void Begin()
    {
        _start = Writer.Length;
        Writer.Reserve(Frame.HeaderLength);
    }

    internal void End()
    {
        var payload = Writer.Length - _start - Frame.HeaderLength;
        Writer.WriteRawByte(Frame.Trailer);
        Frame.WriteHeader(Writer.WritableSpan(_start, Frame.HeaderLength), payload, compressed: false);
    }
}
