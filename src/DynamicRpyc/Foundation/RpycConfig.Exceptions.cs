namespace DynamicRpyc;

// Exceptions, whole objects, the end of a connection, and what a connection knows of its client.
public sealed partial record RpycConfig
{
    /// <summary>
    /// Whether the peer may have an object pickled: sent whole, as its <c>obtain</c> wants it. RPyC: allow_pickle. Default false: such a request is a ValueError, but for the copy
    /// that numpy asks for of a rectangular array of numbers, texts or dates, which walking over it tells too. True pickles plain data only: numbers, texts, bytes, and collections of them.
    /// </summary>
    public bool AllowPickle { get; init; }

    /// <summary>
    /// Whether an exception of the peer may become an exception class of this program, where a public one has its full name: RPyC's instantiate_custom_exceptions. Default false: only
    /// the framework's classes and this library's are made, and any other arrives as <see cref="RemoteException"/>. True runs that class's constructor and property setters with what
    /// the peer sent, while the connection is being read: they must not use the connection. Only assemblies that are loaded are looked in.
    /// </summary>
    public bool InstantiateCustomExceptions { get; init; }

    /// <summary>
    /// Whether an assembly of this program is loaded for an exception of the peer: the one named as the exception's namespace, or as its nearest outer namespace.
    /// RPyC: import_custom_exceptions. Default false. Without effect unless <see cref="InstantiateCustomExceptions"/> is set.
    /// </summary>
    public bool ImportCustomExceptions { get; init; }

    /// <summary>
    /// Whether what a peer threw that is no exception at all (Python 2's strings; in .NET, objects that do not derive from <see cref="Exception"/>, which the runtime wraps) arrives as a
    /// <see cref="System.Runtime.CompilerServices.RuntimeWrappedException"/> around its value. RPyC: instantiate_oldstyle_exceptions. Default false: it arrives as <see cref="RemoteException"/>.
    /// </summary>
    public bool InstantiateOldStyleExceptions { get; init; }

    /// <summary>
    /// Whether a <c>SystemExit</c> with which the peer answers a request of this process ends this process, with its exit code. RPyC: propagate_SystemExit; as
    /// propagate_SystemExit_locally the opposite. Default false: it is thrown at the caller as <see cref="SystemExitException"/>, and this process lives on. What ends this process
    /// for good by itself, as <see cref="Environment.Exit"/> does, can be caught by nobody: the peer hears that the link ended.
    /// </summary>
    public bool PropagateSystemExit { get; init; }

    /// <summary>
    /// What becomes of a <c>KeyboardInterrupt</c> of another peer that ends a request of this one: true closes this connection, as RPyC's serving loop ends then; false sends it to the
    /// caller. Here it is an <see cref="OperationCanceledException"/>; .NET's own Ctrl-C is no exception. RPyC: propagate_KeyboardInterrupt_locally. Default true.
    /// </summary>
    public bool PropagateKeyboardInterruptLocally { get; init; } = true;

    /// <summary>
    /// Whether exceptions that answer the peer's requests are also written to <see cref="Logger"/>, at level Debug. RPyC: log_exceptions. Default true. The end of an iteration is never
    /// written.
    /// </summary>
    public bool LogExceptions { get; init; } = true;

    /// <summary>Whether every request, sent or served, is written to <see cref="Logger"/>, at level Debug, with its time. RPyC: debug. Default false.</summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Called with the peer's root before this side closes the connection, while the connection still works; not when the peer closes it or the link is lost. RPyC: before_closed.
    /// Default null. What it throws is thrown by <c>Close</c> once the connection is closed; see <see cref="CloseCatchAll"/>.
    /// </summary>
    public Action<object>? BeforeClosed { get; init; }

    /// <summary>Whether <c>Close</c> keeps to itself, and to the log, what <see cref="BeforeClosed"/> throws. RPyC: close_catchall. Default false.</summary>
    public bool CloseCatchAll { get; init; }

    /// <summary>Runtime: what a server's authenticator found out about its client; null elsewhere. RPyC: credentials. Default null.</summary>
    public object? Credentials { get; init; }

    /// <summary>Runtime: the two ends of a connection that a server accepted, its own and the client's; null elsewhere. RPyC: endpoints. Default null.</summary>
    public (System.Net.EndPoint Local, System.Net.EndPoint Remote)? Endpoints { get; init; }
}
