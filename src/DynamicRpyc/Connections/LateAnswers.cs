using System.Collections.Concurrent;

namespace DynamicRpyc.Connections;

/// <summary>
/// Answers that come when a task ends or another peer has answered, on whichever thread that was. One thread at a time sends them, and none of the pool ever waits for a peer that does not read: such
/// peers would use it up for all others. Any thread.
/// </summary>
internal sealed class LateAnswers(Outbox outbox)
{
    private ConcurrentQueue<Action<bool>>? _ended;
    private int _count;

    /// <param name="answer">Sends the answer; told whether it may wait for the peer.</param>
    internal void Add(Action<bool> answer)
    {
        LazyInitializer.EnsureInitialized(ref _ended).Enqueue(answer);
        if (Interlocked.Increment(ref _count) == 1)
            Drain(mayWait: false);
    }

    /// <summary>Sends until nothing is left; whoever counts the queue from 0 to 1 is the one who does.</summary>
    private void Drain(bool mayWait)
    {
        do
        {
            if (!mayWait && outbox.IsBacklogged)
            {
                PumpThreads.Run(() => Drain(mayWait: true));
                return;
            }
            // What is counted was put in before it was.
            _ended!.TryDequeue(out var answer);
            answer!(mayWait);
        }
        while (Interlocked.Decrement(ref _count) > 0);
    }
}
