using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Helpers;

[TestFixture]
public sealed class PersistentTests
{
    [Test]
    public void Root_afterALoss_isAFreshOneAndOldNetrefsSaySo()
    {
        var first = new ThreadedServer(typeof(HelperService));
        var port = first.Port;
        first.StartInBackground();
        using var handle = Rpyc.Persistent(() => Rpyc.Connect("127.0.0.1", port));
        var connections = 0;
        handle.Connected += (_, _) => connections++;
        var lost = handle.Current;
        dynamic old = handle.Root;
        Assert.That((int)old.add(1, 2), Is.EqualTo(3));

        first.Close();
        Eventually.True(() => lost.Closed, "the loss to be noticed");
        using var second = new ThreadedServer(typeof(HelperService), port: port);
        second.StartInBackground();

        Assert.That((int)handle.Root.add(2, 3), Is.EqualTo(5));
        Assert.That(connections, Is.EqualTo(2));
        Assert.That(() => (int)old.add(1, 2), Throws.TypeOf<ConnectionClosedException>());
    }

    [Test]
    public void Root_nobodyThere_failsWithTheLastAttemptsReasonWhenPatienceEnds()
    {
        using var handle = Rpyc.Persistent(() => Rpyc.Connect("127.0.0.1", 1), TimeSpan.FromMilliseconds(100));
        Assert.That(() => (object)handle.Root, Throws.InstanceOf<IOException>().With.Message.Contains("127.0.0.1:1"));
    }

    [Test]
    public void Root_manyThreads_shareOneConnection()
    {
        using var server = new ThreadedServer(typeof(HelperService));
        server.StartInBackground();
        var made = 0;
        using var handle = Rpyc.Persistent(() =>
        {
            Interlocked.Increment(ref made);
            return Rpyc.Connect("127.0.0.1", server.Port);
        });
        Parallel.For(0, 16, _ => Assert.That((int)handle.Root.add(1, 1), Is.EqualTo(2)));
        Assert.That(made, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_thenUse_saysSo()
    {
        var handle = Rpyc.Persistent(() => Rpyc.Connect("127.0.0.1", 1));
        handle.Dispose();
        Assert.That(() => (object)handle.Root, Throws.InstanceOf<ObjectDisposedException>());
    }
}
