using BenchmarkDotNet.Attributes;
using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Channels;
using DynamicRpyc.Connections;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Benchmarks.Micro;

/// <summary>c3: encoding and decoding the request and the answer of <c>add(1, 2)</c>, from operation to request object and from value to value.</summary>
[InProcess, MemoryDiagnoser]
public class Codec
{
    private static readonly object _one = 1;
    private static readonly object _two = 2;
    private static readonly object _three = 3;
    private readonly LentTable _lent = new(RpycConfig.Default.Limits);
    private readonly Boxer _boxer;
    private readonly RequestWriter _writer;
    private readonly RequestReader _reader;
    private readonly Unboxer _unboxer;
    private readonly SpareRequest _spare = new();
    private readonly Netref _target;
    private readonly BrineLimits _limits = new(RpycConfig.Default.Limits.MaxDepth);
    private long _sequence;

    public Codec()
    {
        var peer = new PeerFeatures();
        _boxer = new Boxer(_lent, this, RpycConfig.Default, peer);
        _writer = new RequestWriter(_boxer);
        _unboxer = new Unboxer(_lent, new NetrefTable(new NoNetrefs()), new TypeNameCache(16), peer, new ExactReader(RpycConfig.Default));
        _reader = new RequestReader(_unboxer, _spare);
        var name = new BrineReader(_lent.Lend(new object()).EncodedId, _limits);
        _target = new Netref(null!, IdPackFormat.Read(ref name, new TypeNameCache(16)));
        GC.SuppressFinalize(_target);
    }

    /// <summary>The whole round.</summary>
    [Benchmark]
    public object? Round()
    {
        var request = EncodeRequest();
        var decoded = DecodeRequest(request.Finish());
        request.Return();
        var answer = EncodeAnswer(decoded);
        var value = DecodeAnswer(answer.Finish());
        answer.Return();
        _spare.Give(decoded);
        return value;
    }

    /// <summary>The requester's half of the way there.</summary>
    [Benchmark]
    public int Request()
    {
        var request = EncodeRequest();
        var length = request.Finish().Length;
        request.Return();
        return length;
    }

    private OutgoingMessage EncodeRequest()
    {
        var message = OutgoingMessage.Rent();
        _writer.Write(message, Dialect.V6, ++_sequence & 0xffff, new Operation { Handler = Handler.Call, Target = _target, Arguments = [_one, _two] });
        return message;
    }

    private IncomingRequest DecodeRequest(ReadOnlySpan<byte> frame)
    {
        var reader = new BrineReader(frame[Frame.HeaderLength..^Frame.TrailerLength], _limits);
        return _reader.Read(ref reader, Message.ReadStart(ref reader));
    }

    private OutgoingMessage EncodeAnswer(IncomingRequest request)
    {
        var message = OutgoingMessage.Rent();
        Message.WriteStart(message.Writer, request.Dialect, MessageKind.Reply, request.Sequence);
        _boxer.Write(message, _three);
        return message;
    }

    private object? DecodeAnswer(ReadOnlySpan<byte> frame)
    {
        var reader = new BrineReader(frame[Frame.HeaderLength..^Frame.TrailerLength], _limits);
        Message.ReadStart(ref reader);
        return _unboxer.Read(ref reader);
    }

    private sealed class NoNetrefs : INetrefFactory
    {
        public INetref Create(IdPack id) => throw new NotSupportedException();
    }
}
