using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc;

/// <summary>How a message is laid out on the wire. See <see cref="RpycConfig.Dialect"/>.</summary>
public enum Dialect
{
    /// <summary>Answer in the dialect that was heard; a dialled connection tries RPyC 6's first and falls back.</summary>
    Auto,

    /// <summary>RPyC 5.x and older: the message type is inside the brine tuple.</summary>
    V5,

    /// <summary>RPyC 6.x: a message-type byte before the brine tuple.</summary>
    V6,
}

/// <summary>When frames are sent compressed. Compressed frames are always accepted.</summary>
public enum Compression
{
    /// <summary>Compress only where the link leaves this host.</summary>
    Auto,

    /// <summary>Compress every frame of at least <see cref="RpycConfig.CompressionThreshold"/> bytes.</summary>
    Always,

    /// <summary>Never compress.</summary>
    Never,
}

/// <summary>
/// Every setting of a connection, with RPyC's defaults. Immutable: a connection keeps the record that it was made with, and derives others with <c>with</c>.
/// </summary>
public sealed partial record RpycConfig
{
    /// <summary>RPyC's defaults: a peer reaches only what was exposed to it.</summary>
    public static RpycConfig Default { get; } = new();

    /// <summary>
    /// What classic mode asks for: every public member of every reachable object may be read, written, deleted and called by the peer.
    /// Only for a peer that may do to this process whatever the process can do.
    /// </summary>
    public static RpycConfig Classic { get; } = new RpycConfig().ForSlave();

    /// <summary>Reads RPyC's own configuration dictionary, such as <c>{"allow_public_attrs": True}</c>. What it does not name keeps its default.</summary>
    /// <param name="settings">RPyC's snake_case names. Times are seconds; <c>bind_threads</c> may be there if it is false.</param>
    /// <exception cref="ArgumentException">A name is unknown (the text lists the known ones), a value has the wrong type, or both names of propagate_SystemExit are given.</exception>
    /// <exception cref="NotSupportedException"><c>bind_threads</c> is true.</exception>
    public static RpycConfig FromDictionary(IReadOnlyDictionary<string, object?> settings) => Foundation.ConfigReader.Read(settings);

    /// <summary>These settings with what a full slave needs of its connection.</summary>
    internal RpycConfig ForSlave() => this with
    {
        AllowAllAttributes = true,
        AllowExposedAttributes = false,
        AllowGetAttribute = true,
        AllowSetAttribute = true,
        AllowDeleteAttribute = true,
        AllowPickle = true,
        InstantiateCustomExceptions = true,
        ImportCustomExceptions = true,
        InstantiateOldStyleExceptions = true,
    };

    /// <summary>RPyC's safe attributes, and the CLR names of the same harmless kind.</summary>
    public static FrozenSet<string> DefaultSafeAttributes => SafeNames.All;

    /// <summary>
    /// Whether the names in <see cref="SafeAttributes"/> may be used on any reachable object. RPyC: allow_safe_attrs. Default true. Static members are not meant by them, nor are the items
    /// of an <see cref="System.Dynamic.ExpandoObject"/>, which are its attributes. Of conversion operators, <c>op_Explicit</c> means those to numbers, those of .NET's own types, and those that
    /// are marked <c>[Exposed]</c>.
    /// </summary>
    public bool AllowSafeAttributes { get; init; } = true;

    /// <summary>The names that <see cref="AllowSafeAttributes"/> lets through. RPyC: safe_attrs. Default <see cref="DefaultSafeAttributes"/>.</summary>
    public FrozenSet<string> SafeAttributes { get; init; } = DefaultSafeAttributes;

    /// <summary>Whether members marked <c>[Exposed]</c> or named with <see cref="ExposedPrefix"/> may be used. RPyC: allow_exposed_attrs. Default true.</summary>
    public bool AllowExposedAttributes { get; init; } = true;

    /// <summary>The prefix that marks a member as exposed; the peer may leave it out. RPyC: exposed_prefix. Default "exposed_".</summary>
    public string ExposedPrefix { get; init; } = "exposed_";

    /// <summary>
    /// Whether every name without a leading underscore may be used. RPyC: allow_public_attrs. Default false. In .NET <c>GetType</c> is such a name, and behind it is reflection: only for a
    /// peer that may do whatever this process can do.
    /// </summary>
    public bool AllowPublicAttributes { get; init; }

    /// <summary>Whether every public member may be used. RPyC: allow_all_attrs. Default false. Together with a reachable type this is classic mode's power.</summary>
    public bool AllowAllAttributes { get; init; }

    /// <summary>Whether a peer may read attributes, and so call members, at all. RPyC: allow_getattr. Default true.</summary>
    public bool AllowGetAttribute { get; init; } = true;

    /// <summary>Whether a peer may write the attributes that it may see. RPyC: allow_setattr. Default false.</summary>
    public bool AllowSetAttribute { get; init; }

    /// <summary>Whether a peer may delete the attributes that it may see. RPyC: allow_delattr. Default false.</summary>
    public bool AllowDeleteAttribute { get; init; }

    /// <summary>Whether an exception sent to the peer carries this side's stack trace. RPyC: include_local_traceback. Default true.</summary>
    public bool IncludeLocalTraceback { get; init; } = true;

    /// <summary>Whether an exception sent to the peer carries the protocol version. RPyC: include_local_version. Default true.</summary>
    public bool IncludeLocalVersion { get; init; } = true;

    /// <summary>How long a synchronous request may take; null waits for ever. RPyC: sync_request_timeout. Default 30 seconds.</summary>
    public TimeSpan? SyncRequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which message layout is sent. Default <see cref="Dialect.Auto"/>. Streams, pipes and channels cannot be dialled again, so name it there when the peer is RPyC 5.x.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>How long an accepting side that must send first waits to hear the peer's dialect before it uses RPyC 6's. Default 1 second.</summary>
    public TimeSpan DialectWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When frames are compressed. Default <see cref="Compression.Auto"/>.</summary>
    public Compression Compression { get; init; }

    /// <summary>The shortest frame that is worth compressing, in bytes. Default 3000, RPyC's figure.</summary>
    public int CompressionThreshold { get; init; } = 3000;

    /// <summary>
    /// Whether a background pump serves the connection while nobody waits on it. Default true. False leaves serving to <c>Connection.Serve</c> and <c>Poll</c>, as a UI or game loop wants it.
    /// </summary>
    public bool Pump { get; init; } = true;

    /// <summary>How many requests of the peer may run at once, nested ones not counted. Default 1: they run in the order in which they were sent.</summary>
    public int ConcurrentRequests { get; init; } = 1;

    /// <summary>Where requests that no waiting caller serves are run: posted to this context. Default null: on the pump or other threads of the library's own.</summary>
    public SynchronizationContext? SynchronizationContext { get; init; }

    /// <summary>As <see cref="SynchronizationContext"/>, as a scheduler. Setting both is an error. Default null.</summary>
    public TaskScheduler? TaskScheduler { get; init; }

    /// <summary>A name for the connection in logs and errors; null takes "connN". RPyC: connid. Default null.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>Where the library logs. RPyC: logger. Default null: nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// Whether this side tells a peer that it is this library, by a PING that a Python peer merely echoes, and then sends and accepts exact CLR values: numbers of any width, decimals,
    /// dates, enums, tuples, types marked <see cref="ByValueAttribute"/>. Both sides must have it on. Default true; false passes everything as to a Python peer,
    /// which is what a process wants that merely passes objects on between others.
    /// </summary>
    public bool DotNetExtensions { get; init; } = true;

    /// <summary>How objects of types marked <see cref="ByValueAttribute"/> become bytes. Default null: JSON.</summary>
    public IByValueFormatter? ByValueFormatter { get; init; }

    /// <summary>
    /// How the members of an interface are called on a remote object that is cast to it, or passed where a parameter is of its type. Default <see cref="MemberNaming.AsWritten"/>;
    /// <see cref="MemberNaming.SnakeCase"/> suits Python peers. <c>Rpyc.ActLike</c> may name another.
    /// </summary>
    public MemberNaming InterfaceNaming { get; init; }

    /// <summary>Bounds on what the peer can make this side allocate.</summary>
    public RpycLimits Limits { get; init; } = new();
}
