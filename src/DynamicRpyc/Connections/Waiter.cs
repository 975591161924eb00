namespace DynamicRpyc.Connections;

/// <summary>
/// A thread that waits while another one reads: blocked until its answer is there, the reader role is free, or a request of the peer is to be run.
/// One a thread and depth; a signal that comes early is kept.
/// </summary>
internal sealed class Waiter
{
    private readonly object _guard = new();
    private bool _signalled;

    /// <summary>Whether and how long the thread polls before it blocks. As long as a call takes when several threads share a connection.</summary>
    internal SpinControl Spin => field ??= new SpinControl(TimeSpan.FromMicroseconds(200));

    /// <summary>Wakes the thread, now or at its next <see cref="Wait"/>. Any thread.</summary>
    internal void Signal()
    {
        lock (_guard)
        {
            _signalled = true;
            Monitor.Pulse(_guard);
        }
    }

    /// <summary>Blocks until signalled.</summary>
    /// <returns>False when the time passed first.</returns>
    internal bool Wait(int milliseconds)
    {
        lock (_guard)
        {
            if (!_signalled && !Monitor.Wait(_guard, milliseconds))
                return false;
            _signalled = false;
            return true;
        }
    }
}
