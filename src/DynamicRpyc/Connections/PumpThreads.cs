namespace DynamicRpyc.Connections;

/// <summary>
/// Threads for pumps. They block for long in reading and in user code, so they are not the pool's; one whose pump has ended waits a while for another,
/// because connections that come and go quickly would otherwise pay for a thread each.
/// </summary>
internal static class PumpThreads
{
    private const int MostIdle = 16;
    private const int IdleMilliseconds = 10_000;
    private static readonly Lock _guard = new();
    private static readonly Stack<Worker> _idle = new();

    internal static void Run(Action work)
    {
        Worker? worker;
        lock (_guard)
            _idle.TryPop(out worker);
        if (worker is not null)
            worker.Give(work);
        else
            new Thread(static state => new Worker().Live((Action)state!)) { IsBackground = true, Name = "rpyc pump" }.Start(work);
    }

    private sealed class Worker
    {
        private readonly Waiter _waiter = new();
        private Action? _next;

        internal void Give(Action work)
        {
            Volatile.Write(ref _next, work);
            _waiter.Signal();
        }

        internal void Live(Action first)
        {
            var work = first;
            while (work is not null)
            {
                work();
                work = Next();
            }
        }

        private Action? Next()
        {
            _next = null;
            lock (_guard)
            {
                if (_idle.Count >= MostIdle)
                    return null;
                _idle.Push(this);
            }
            if (!_waiter.Wait(IdleMilliseconds) && TryRetire())
                return null;
            // Taken from the stack in the moment of giving up: the work is on its way.
            while (Volatile.Read(ref _next) is null)
                _waiter.Wait(Timeout.Infinite);
            return _next;
        }

        private bool TryRetire()
        {
            lock (_guard)
            {
                if (!_idle.Contains(this))
                    return false;
                var others = _idle.Where(w => w != this).Reverse().ToArray();
                _idle.Clear();
                foreach (var other in others)
                    _idle.Push(other);
                return true;
            }
        }
    }
}
