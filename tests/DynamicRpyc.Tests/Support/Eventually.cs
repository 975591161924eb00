using System.Diagnostics;

namespace DynamicRpyc.Tests.Support;

/// <summary>Waits with a deadline. Each failure says what was waited for and for how long.</summary>
internal static class Eventually
{
    /// <summary>How long a wait lasts when the test does not say: long enough for a loaded machine, since only a failing test waits it out.</summary>
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Waits until the condition holds. For state that offers no signal; where there is one, wait for it instead.</summary>
    /// <param name="state">What to add to the failure: the state as it was in the end.</param>
    internal static void True(Func<bool> condition, string what, TimeSpan? timeout = null, Func<string>? state = null)
    {
        if (!Holds(condition, timeout ?? DefaultTimeout))
            Fail(what, timeout, state?.Invoke());
    }

    /// <summary>Waits until the value equals the expected one.</summary>
    internal static void Equal<T>(Func<T> actual, T expected, string what, TimeSpan? timeout = null)
    {
        if (!Holds(() => EqualityComparer<T>.Default.Equals(actual(), expected), timeout ?? DefaultTimeout))
            Fail(what, timeout, $"expected {expected}, in the end it was {actual()}");
    }

    /// <summary>Waits until the event is set.</summary>
    internal static void Set(ManualResetEventSlim signal, string what, TimeSpan? timeout = null)
    {
        if (!signal.Wait(timeout ?? DefaultTimeout))
            Fail(what, timeout, null);
    }

    /// <summary>Waits until the task has ended, and throws what it threw.</summary>
    internal static void Completes(Task task, string what, TimeSpan? timeout = null)
    {
        if (Task.WaitAny([task], timeout ?? DefaultTimeout) < 0)
            Fail(what, timeout, $"the task is {task.Status}");
        task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for the task's result, and throws what it threw.</summary>
    internal static T Result<T>(Task<T> task, string what, TimeSpan? timeout = null)
    {
        Completes(task, what, timeout);
        return task.Result;
    }

    /// <summary>As <see cref="Completes"/>, without holding the thread.</summary>
    internal static async Task CompletesAsync(Task task, string what, TimeSpan? timeout = null)
    {
        using var cancel = new CancellationTokenSource();
        if (await Task.WhenAny(task, Task.Delay(timeout ?? DefaultTimeout, cancel.Token)) != task)
            Fail(what, timeout, $"the task is {task.Status}");
        await cancel.CancelAsync();
        await task;
    }

    /// <summary>Polls until the condition holds; false when the time is over first.</summary>
    internal static bool Holds(Func<bool> condition, TimeSpan timeout)
    {
        var watch = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        var pause = 1;
        while (!condition())
        {
            if (watch.Elapsed >= timeout)
                return false;
            never.Wait(pause);
            pause = Math.Min(pause * 2, 50);
        }

        return true;
    }

    private static void Fail(string what, TimeSpan? timeout, string? state) =>
        Assert.Fail($"Waited {(timeout ?? DefaultTimeout).TotalSeconds:0.###} s for {what}, in vain{(string.IsNullOrEmpty(state) ? "." : ": " + state)}");
}
