using System.ComponentModel;
using System.Dynamic;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc;

/// <summary>
/// What every remote object is to the C# compiler's runtime binder: use remote objects as <c>dynamic</c>. The type is public only because the binder finds user-defined
/// operators on accessible types alone, and they are the one way in for a remote object on the right of an operator (<c>1 + nr</c>, <c>1 == nr</c>). <c>x is RemoteObject</c> tells whether <c>x</c> is remote. Safe for any thread.
/// </summary>
/// <remarks>
/// The operators cannot be called by statically typed code (the compiler refuses): a comparison there would send a request unseen. <c>1 &lt;&lt; nr</c>, <c>1 &gt;&gt; nr</c> and <c>true &amp;&amp; nr</c> are
/// beyond C#; write <c>1 &lt;&lt; (int)nr</c>, of a Python object with shifts of its own <c>nr.__rlshift__(1)</c>, and <c>true &amp;&amp; (bool)nr</c>.
/// </remarks>
[System.Text.Json.Serialization.JsonConverter(typeof(NetrefJson)), Newtonsoft.Json.JsonConverter(typeof(NetrefNewtonsoftJson))]
public abstract class RemoteObject : DynamicObject
{
    private const string DynamicOnly = "For dynamic expressions only, where it asks the peer. Compare references with ReferenceEquals or 'is null', or cast to dynamic.";

    private protected RemoteObject() { }

    /// <summary>Whether both stand for the same remote object or, else, whether the remote object calls itself equal. After the connection closed: the former only.</summary>
    public abstract override bool Equals(object? obj);

    /// <summary>The remote object's hash, asked for once; local where the peer has none to give.</summary>
    public abstract override int GetHashCode();

    /// <summary>The remote object's text, or a local one where the connection cannot tell.</summary>
    public abstract override string ToString();

    /// <summary>Text on the left is joined as everywhere in C#, where a .NET object has no operator for it; for anything else the remote <c>__radd__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator +(object? left, RemoteObject right) =>
        left is string text ? NetrefOperators.Joined(text, (Netref)right) : NetrefOperators.Reflected(Operators.Add, left, right);

    /// <summary>The remote <c>__rsub__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator -(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Subtract, left, right);

    /// <summary>The remote <c>__rmul__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator *(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Multiply, left, right);

    /// <summary>The remote <c>__rtruediv__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator /(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Divide, left, right);

    /// <summary>The remote <c>__rmod__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator %(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Modulo, left, right);

    /// <summary>The remote <c>__rand__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator &(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.And, left, right);

    /// <summary>The remote <c>__ror__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator |(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Or, left, right);

    /// <summary>The remote <c>__rxor__</c>.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator ^(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.ExclusiveOr, left, right);

    /// <summary>The remote <c>__gt__</c>, with the operands exchanged.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator <(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Less, left, right);

    /// <summary>The remote <c>__lt__</c>, with the operands exchanged.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator >(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.Greater, left, right);

    /// <summary>The remote <c>__ge__</c>, with the operands exchanged.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator <=(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.LessOrEqual, left, right);

    /// <summary>The remote <c>__le__</c>, with the operands exchanged.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator >=(object? left, RemoteObject right) => NetrefOperators.Reflected(Operators.GreaterOrEqual, left, right);

    /// <summary>The remote <c>__eq__</c>; null is answered here.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator ==(object? left, RemoteObject? right) => NetrefOperators.Reflected(Operators.Equal, left, right);

    /// <summary>The remote <c>__ne__</c>; null is answered here.</summary>
    [Obsolete(DynamicOnly, error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object? operator !=(object? left, RemoteObject? right) => NetrefOperators.Reflected(Operators.NotEqual, left, right);
}
