namespace DynamicRpyc.Connections;

/// <summary>
/// Decides whether a thread polls for a moment before it blocks. A blocked wake-up costs about eight round trips, but polling for what does not
/// come costs a core. Used by one thread at a time: the reader, or a waiting thread that has its own.
/// </summary>
internal sealed class SpinControl
{
    private const int MaxFruitless = 2;

    /// <summary>So many lost time slices, each soon after the one before, are a hog's.</summary>
    private const int HogsLosses = 3;

    /// <summary>
    /// After so many tries that came through, a loss is not soon after the one before: too rare to show in the hundredth slowest call, and cheaper than blocking in all of them. Threads that
    /// take turns on all cores lose a slice in thousands.
    /// </summary>
    private const int ManyTries = 200;

    /// <summary>Where a whole rest's losses took no more tries than this, yielding loses nearly always: the next rest is longer.</summary>
    private const int FewTries = 20;

    /// <summary>The longest rest is the first one doubled so often.</summary>
    private const int MostDoublings = 8;

    /// <summary>A yield that takes longer gave the core to somebody who uses up his time slice. This process's own threads, taking turns, take less.</summary>
    private static readonly TimeSpan _hogged = TimeSpan.FromMilliseconds(2);

    /// <summary>Losses that lie further apart have nothing to do with each other.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The first rest. A short one: a collection of garbage is over by then, and of several threads that spin a resting one, as it gives up no core, takes slices from the others, which
    /// would then rest too.
    /// </summary>
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The most that one try counts for. A yield that takes longer let other threads work, perhaps the very one that is waited for, and cost this one no more than a look.
    /// </summary>
    private static readonly TimeSpan _longestTry = TimeSpan.FromMicroseconds(2);

    /// <summary>A blocked wait that ends within so much more than the polling would have lasted makes polling worth another try.</summary>
    private static readonly TimeSpan _wakeUp = TimeSpan.FromMicroseconds(200);

    private static long _hogsNoticed;

    private readonly TimeProvider _clock;
    private readonly long _spinTicks;
    private readonly long _shortWaitTicks;
    private readonly long _tryTicks;
    private readonly long _hoggedTicks;
    private readonly long _memoryTicks;
    private readonly long _restTicks;
    private int _fruitless;
    private int _losses;
    private int _rests;
    private long _restUntil = long.MinValue / 2;
    private int _triesSinceLoss;
    private int _triesOfLosses;
    private long _lastLost = long.MinValue / 2;

    /// <param name="longest">How long to poll at most, in time that nobody else had a use for.</param>
    /// <param name="clock">Tells the time; null for the system's.</param>
    internal SpinControl(TimeSpan longest, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _spinTicks = Ticks(longest);
        _shortWaitTicks = Ticks(longest + _wakeUp);
        _tryTicks = Ticks(_longestTry);
        _hoggedTicks = Ticks(_hogged);
        _memoryTicks = Ticks(_memory);
        _restTicks = Ticks(_rest);
    }

    /// <summary>How often polling was given up because another process hogs a core: for measurements. Of the whole process.</summary>
    internal static long HogsNoticed => Interlocked.Read(ref _hogsNoticed);

    /// <summary>Whether to poll before blocking.</summary>
    internal bool ShouldSpin => _fruitless < MaxFruitless;

    /// <summary>Polls, yielding the core between tries, until something came or the time is up.</summary>
    /// <param name="poll">What may have come.</param>
    /// <returns>Whether it has.</returns>
    internal bool Spin<T>(ref T poll) where T : IPoll, allows ref struct
    {
        var before = _clock.GetTimestamp();
        var spent = 0L;
        while (true)
        {
            Thread.Yield();
            var hasCome = poll.HasCome();
            var now = _clock.GetTimestamp();
            if (now - before > _hoggedTicks)
            {
                // Another process takes the core for whole time slices when it is yielded. Blocking gets it back sooner.
                if (IsHogged(now))
                    _fruitless = MaxFruitless;
                return hasCome;
            }
            if (hasCome)
            {
                _fruitless = 0;
                _triesSinceLoss++;
                return true;
            }
            spent += Math.Min(now - before, _tryTicks);
            if (spent > _spinTicks)
            {
                _fruitless++;
                return false;
            }
            before = now;
        }
    }

    /// <summary>Learns from a blocked wait how soon it ended.</summary>
    internal void Blocked(long startTimestamp)
    {
        var now = _clock.GetTimestamp();
        if (now - startTimestamp < _shortWaitTicks && now >= _restUntil)
            _fruitless = 0;
    }

    /// <summary>Notes a time slice that was lost. Single ones may be the kernel's or the garbage collector's; several in short time, and among few tries, are a hog's.</summary>
    private bool IsHogged(long now)
    {
        var isSoon = _triesSinceLoss <= ManyTries && now - _lastLost <= _memoryTicks;
        _losses = isSoon ? _losses + 1 : 1;
        _triesOfLosses = isSoon ? _triesOfLosses + _triesSinceLoss : 0;
        _lastLost = now;
        _triesSinceLoss = 0;
        if (_losses < HogsLosses)
            return false;
        _losses = 0;
        // Whoever hogs it still after the rest is left alone for longer.
        var isStillHogged = _triesOfLosses <= FewTries && now - _restUntil <= Math.Max(_memoryTicks, _restTicks << _rests);
        _rests = isStillHogged ? Math.Min(_rests + 1, MostDoublings) : 0;
        _restUntil = now + (_restTicks << _rests);
        Interlocked.Increment(ref _hogsNoticed);
        return true;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);
}

/// <summary>One look at what is polled for.</summary>
internal interface IPoll
{
    bool HasCome();
}
