using NUnit.Framework.Constraints;

namespace DynamicRpyc.Tests.Faults;

/// <summary>A public member, or an operation on a remote object, that may wait for the peer; and what it must come to when that gets into trouble.</summary>
/// <param name="Name">The member as <c>Type.Member</c>, or the operation as <c>netref: what</c>.</param>
/// <param name="Use">Uses it, on a connection whose peer is in trouble or gets into it now.</param>
/// <param name="Outcome">What it throws; null where it must not.</param>
internal sealed record BlockingMember(string Name, Action<Victim> Use, Func<Trouble, IResolveConstraint> Outcome)
{
    /// <summary>Whether it lasts as long as the connection, so that a peer which merely hangs does not end it.</summary>
    internal bool IsLifelong { get; init; }

    public override string ToString() => Name;

    /// <summary>It needs the answer: the time-out that names the setting, or the connection's end with its reason.</summary>
    internal static BlockingMember Asks(string name, Action<Victim> use) => new(name, use, trouble => Fails(trouble, nameof(RpycConfig.SyncRequestTimeout)));

    /// <summary>It needs the answer of a peer that is there; once the connection has ended it has a local one.</summary>
    internal static BlockingMember AsksWhileOpen(string name, Action<Victim> use) =>
        new(name, use, trouble => trouble is Trouble.Hangs or Trouble.LiesInNumbers ? Fails(trouble, nameof(RpycConfig.SyncRequestTimeout)) : Is.Null);

    /// <summary>As <see cref="Asks"/>, with a time of its own, which the time-out names.</summary>
    internal static BlockingMember AsksFor(string name, Action<Victim> use) => new(name, use, trouble => Fails(trouble, $"{Victim.OwnTime.TotalSeconds:0.###} s", nameof(RpycConfig.SyncRequestTimeout)));

    /// <summary>Whatever happens, it returns in its time.</summary>
    internal static BlockingMember Returns(string name, Action<Victim> use) => new(name, use, _ => Is.Null);

    /// <summary>It returns in its time; where the connection has ended, it says so or returns what it did before.</summary>
    internal static BlockingMember Serves(string name, Action<Victim> use) =>
        new(name, use, trouble => trouble is Trouble.Hangs or Trouble.LiesInNumbers ? Is.Null : Is.Null.Or.TypeOf<ConnectionClosedException>());

    /// <summary>It lasts until the connection has ended, and returns then.</summary>
    internal static BlockingMember Lasts(string name, Action<Victim> use) => Returns(name, use) with { IsLifelong = true };

    private static IResolveConstraint Fails(Trouble trouble, string limit, string other = "no other limit") => trouble switch
    {
        Trouble.Hangs or Trouble.LiesInNumbers => Is.TypeOf<AsyncResultTimeout>().With.Message.Contains(limit).And.Message.Not.Contains(other),
        Trouble.Dies => Is.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.LinkLost).Or.Property("Reason").EqualTo(CloseReason.EndOfStream),
        _ => Is.TypeOf<ConnectionClosedException>().With.Property("Reason").EqualTo(CloseReason.ProtocolError),
    };
}

/// <summary>A connection for one member to wait on. It is a classic one, so that it has modules.</summary>
internal sealed class Victim(Connection connection, object root)
{
    /// <summary>The time-out of calls that take one, different from the connection's.</summary>
    internal static readonly TimeSpan OwnTime = TimeSpan.FromSeconds(1.25);

    internal Connection Connection => connection;

    /// <summary>The peer's root, asked for without the connection's noticing: its own <c>Root</c> has still to ask.</summary>
    internal dynamic Root => root;

    internal RemoteObject Object => (RemoteObject)root;
}
