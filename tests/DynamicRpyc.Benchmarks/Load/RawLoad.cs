using System.Buffers.Binary;

namespace DynamicRpyc.Benchmarks.Load;

/// <summary>The workloads on bare sockets, for comparison; w3 has no counterpart: sharing a connection is what a protocol is for.</summary>
internal static class RawLoad
{
    /// <summary>Of blocking sockets: each echo into arrays of its own, as whoever hands values out must have them. The system makes such memory anew for much of them.</summary>
    internal const string NewArrays = "new-arrays";

    internal static int Run(string kind, string workload, string host, int port)
    {
        var spinning = kind == "spinning";
        switch (workload)
        {
            case not "w5" when kind == NewArrays: Console.WriteLine("""{"na": "the same as blocking"}"""); break;
            case "w1" or "w1a" or "w6n": With(Measurement.Sequential); break;
            case "w2": Measurement.Parallel([.. Enumerable.Range(0, Settings.Workers).Select(_ => Adding(RawLink.Connect(host, port, spinning)))]); break;
            case "w4": Pipeline(); break;
            case "w5": Echo(); break;
            case "w6": Numbers(); break;
            case "w7": Connecting.Run(Once); break;
            case "w8": Connecting.Hold(() => RawLink.Connect(host, port, spinning), (link, first, second) => link.Add(first, second)); break;
            case "c5": Connecting.Idle(() => RawLink.Connect(host, port, spinning), (link, first, second) => link.Add(first, second)); break;
            default: Console.WriteLine("""{"na": "a protocol's matter"}"""); break;
        }
        return 0;

        bool Once(int number)
        {
            using var link = RawLink.Connect(host, port, spinning);
            return link.Add(number, 2);
        }

        void With(Action<Func<int, bool>> measure)
        {
            using var link = RawLink.Connect(host, port, spinning);
            measure(Adding(link));
        }

        void Pipeline()
        {
            using var link = RawLink.Connect(host, port, spinning);
            var (batch, length, taken) = (new byte[Settings.Window * RawServer.RequestLength], 0, 0);
            Windowed.Run(
                number =>
                {
                    RawLink.WriteRequest(batch.AsSpan(length), RawKind.Add, number, 2);
                    length += RawServer.RequestLength;
                },
                () => link.TakeSum() == taken++ + 2,
                () =>
                {
                    link.Send(batch.AsSpan(0, length));
                    length = 0;
                });
        }

        void Echo()
        {
            using var link = RawLink.Connect(host, port, spinning);
            var (payload, answer) = (new byte[Settings.Payload], new byte[Settings.Payload]);
            new Random(1).NextBytes(payload);
            Measurement.Turns("MB/s", Settings.Payload / 1e6, number =>
            {
                payload[number % payload.Length]++;
                if (kind == NewArrays)
                    answer = GC.AllocateUninitializedArray<byte>(payload.Length);
                link.Ask(RawKind.Echo, payload.Length, 0);
                link.Send(payload);
                return link.Receive(answer) && answer.AsSpan().SequenceEqual(payload);
            });
        }

        void Numbers()
        {
            using var link = RawLink.Connect(host, port, spinning);
            var chunk = new byte[4000];
            var expected = (long)Settings.Items * (Settings.Items - 1) / 2;
            Measurement.Turns("items/s", Settings.Items, _ =>
            {
                link.Ask(RawKind.Numbers, Settings.Items, 0);
                var sum = 0L;
                for (var left = Settings.Items; left > 0;)
                {
                    var part = chunk.AsSpan(0, Math.Min(left, chunk.Length / sizeof(int)) * sizeof(int));
                    if (!link.Receive(part))
                        return false;
                    for (var i = 0; i < part.Length; i += sizeof(int))
                        sum += BinaryPrimitives.ReadInt32LittleEndian(part[i..]);
                    left -= part.Length / sizeof(int);
                }
                return sum == expected;
            });
        }
    }

    private static Func<int, bool> Adding(RawLink link) => number => link.Add(number, 2);
}
