namespace DynamicRpyc.Tests.Support;

/// <summary>The waits of the tests end, and their failures say what was waited for.</summary>
internal sealed class EventuallyTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(30);

    [Test]
    public void True_conditionComesTrue_returns()
    {
        var count = 0;
        Eventually.True(() => ++count == 3, "the third look");
        Assert.That(count, Is.EqualTo(3));
    }

    [Test]
    public void True_conditionStaysFalse_failsNamingIt() => ExpectFailure("Waited 0.03 s for the moon, in vain: still dark",
        () => Eventually.True(() => false, "the moon", _short, () => "still dark"));

    [Test]
    public void Set_signalStaysUnset_failsNamingIt() => ExpectFailure("for a signal", () =>
    {
        using var signal = new ManualResetEventSlim();
        Eventually.Set(signal, "a signal", _short);
    });

    [Test]
    public void Result_taskNeverEnds_failsNamingIt() => ExpectFailure("for an answer, in vain: the task is WaitingForActivation",
        () => Eventually.Result(new TaskCompletionSource<int>().Task, "an answer", _short));

    [Test]
    public void Result_taskFails_throwsWhatItThrew() =>
        Assert.That(() => Eventually.Result(Task.FromException<int>(new TimeoutException()), "an answer"), Throws.TypeOf<TimeoutException>());

    [Test]
    public async Task CompletesAsync_taskEnds_returns()
    {
        var signal = new TaskCompletionSource();
        var waiting = Eventually.CompletesAsync(signal.Task, "the signal");
        Assert.That(waiting.IsCompleted, Is.False);
        signal.SetResult();
        await waiting;
    }

    private static void ExpectFailure(string text, Action wait)
    {
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
            Assert.That(wait, Throws.TypeOf<AssertionException>().With.Message.Contains(text));
    }
}
