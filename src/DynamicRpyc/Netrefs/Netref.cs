using System.Diagnostics;
using System.Globalization;
using System.Linq.Expressions;
using System.Dynamic;
using DynamicRpyc.Boxing;
using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote object as <c>dynamic</c>. Safe for any thread. It has no members of its own beyond those of <see cref="object"/>, so that none hides a remote one; what call sites
/// do is in <see cref="NetrefMetaObject"/>. Equality and hash may ask the peer: tables of netrefs inside the library are keyed by <see cref="Id"/> or by reference.
/// </summary>
[DebuggerDisplay("{LocalText,nq}"), DebuggerTypeProxy(typeof(NetrefDebugView))]
[System.Text.Json.Serialization.JsonConverter(typeof(NetrefJson))]
internal sealed partial class Netref : RemoteObject, INetref, IFormattable
{
    private object? _hash;
    private NetrefDelegates.Cache? _delegates;

    internal Netref(IRequester requester, IdPack id)
    {
        Requester = requester;
        Id = id;
    }

    ~Netref()
    {
        // Released on purpose: the requester has already queued the DEL.
        if (!IsReleased)
            Requester.Finalized(this);
    }

    internal IRequester Requester { get; }

    internal IdPack Id { get; }

    internal string RemoteTypeName => Id.TypeName;

    /// <summary>One delegate object per delegate type, so that removing a handler finds what adding it registered.</summary>
    internal NetrefDelegates.Cache Delegates => _delegates ?? Interlocked.CompareExchange(ref _delegates, new NetrefDelegates.Cache(), null) ?? _delegates;

    internal bool IsReleased { get; private set; }

    IdPack INetref.Id => Id;

    object INetref.Owner => Requester;

    byte[]? INetref.EncodedId { get; set; }

    int INetref.ReceivedCount { get; set; }

    bool INetref.IsReleased
    {
        get => IsReleased;
        set => IsReleased = value;
    }

    string IRemoteObject.RemoteTypeName => RemoteTypeName;

    bool IRemoteObject.IsRemoteType => Id.IsType;

    bool IRemoteObject.IsOfDotNet => Requester.IsDotNet;

    bool IRemoteObject.IsGone => Requester.IsClosed;

    /// <summary>What can be said without asking the peer. It is all that a debugger shows.</summary>
    internal string LocalText
    {
        get
        {
            var state = Requester.IsClosed ? " (connection closed)" : IsReleased ? " (released)" : "";
            return $"<netref {(Id.IsType ? "class " : "")}{RemoteTypeName}{state}>";
        }
    }

    /// <summary>How long texts that are asked for in passing may take: <c>ToString()</c>, interpolation, the member names for a debugger. <c>(string)nr</c> waits as every call does.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    internal string UnansweredText => $"<netref {(Id.IsType ? "class " : "")}{RemoteTypeName} (no answer in {Patience.TotalSeconds:0} s)>";

    bool IRemoteObject.CanConvertTo(Type type) => NetrefConversion.CanConvert(this, type);

    bool IRemoteObject.IsNaturalFor(Type type) => NetrefConversion.IsNatural(this, type);

    bool IRemoteObject.IsSequence => !Id.IsType && PythonKinds.Of(RemoteTypeName) == PythonKind.Sequence;

    string? IRemoteObject.WhyNot(Type type) => NetrefConversion.WhyNot(this, type);

    bool IRemoteObject.IsGuess(Type type) => NetrefConversion.IsGuess(this, type);

    object IRemoteObject.ConvertTo(Type type) => NetrefConversion.Convert(this, type);

    public override DynamicMetaObject GetMetaObject(Expression parameter) => new NetrefMetaObject(parameter, this);

    public override string ToString() => Print(null);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => Print(format);

    public override bool Equals(object? obj)
    {
        obj = StandIn.Behind(obj);
        if (ReferenceEquals(this, obj))
            return true;
        if (obj is null)
            return false;
        if (obj is Netref other && IsSameObject(other))
            return true;
        if (Requester.IsClosed || IsReleased)
            return false;
        try
        {
            return NetrefOperations.Compare(this, obj, "__eq__") is var result and not NotImplemented && NetrefOperators.Truth(result);
        }
        catch (ConnectionClosedException)
        {
            // Lost meanwhile: as for a connection that was closed before, identity decides, and that was answered above.
            return false;
        }
    }

    public override int GetHashCode()
    {
        if (Volatile.Read(ref _hash) is int known)
            return known;
        // The first answer stays, whoever was first: a hash must not change while the object is a key.
        Interlocked.CompareExchange(ref _hash, AskHash(), null);
        return (int)_hash;
    }

    /// <summary>The remote names; none where the link is dead or slow.</summary>
    public override IEnumerable<string> GetDynamicMemberNames()
    {
        try
        {
            return Requester.IsClosed || IsReleased ? [] : NetrefOperations.Dir(this, Patience);
        }
        catch (Exception failure) when (IsNoAnswer(failure))
        {
            return [];
        }
    }

    internal bool IsSameObject(Netref other) => ReferenceEquals(Requester, other.Requester) && Id.Equals(other.Id);

    /// <exception cref="ObjectDisposedException">It was given back on purpose. Where its connection ended, the requester tells why.</exception>
    internal void ThrowIfReleased()
    {
        if (IsReleased && !Requester.IsClosed)
            throw new ObjectDisposedException(RemoteTypeName, $"This reference to a remote '{RemoteTypeName}' was released, by Rpyc.Release or at the end of a scope; get the object anew to go on using it.");
    }

    private object AskHash()
    {
        try
        {
            if (!Requester.IsClosed && !IsReleased)
                return NetrefOperations.Hash(this) is { } hash ? hash.GetHashCode() : Id.GetHashCode();
        }
        catch (Exception failure) when (failure is not AsyncResultTimeout)
        {
            // A Python list has no hash and a lost link has no answer; as a key the netref then stands for its identity.
        }
        return Id.GetHashCode();
    }

    private string Print(string? format)
    {
        if (Requester.IsClosed || IsReleased)
            return LocalText;
        try
        {
            return string.IsNullOrEmpty(format)
                ? NetrefOperations.Str(this, Patience)
                : NetrefOperations.Format(this, format, Patience) is var text and not NotImplemented
                    ? Convert.ToString(text, CultureInfo.InvariantCulture) ?? ""
                    : throw new FormatException($"The remote type '{RemoteTypeName}' does not take the format '{format}'.");
        }
        catch (Exception failure) when (IsNoAnswer(failure))
        {
            // ToString is called by loggers and debuggers, which a dead link must not break.
            return failure is AsyncResultTimeout ? UnansweredText : LocalText;
        }
    }

    internal static bool IsNoAnswer(Exception failure) => failure is ConnectionClosedException or AsyncResultTimeout or ObjectDisposedException;
}
