namespace DynamicRpyc;

/// <summary>What a request asks for; the numbers are RPyC's. For <see cref="Connection.SyncRequest(Handler, object?[])"/> and its asynchronous counterpart.</summary>
public enum Handler
{
    /// <summary>(data): echoes it.</summary>
    Ping = 1,

    /// <summary>(): the peer closes.</summary>
    Close = 2,

    /// <summary>(): the peer's service.</summary>
    GetRoot = 3,

    /// <summary>(object, name): an attribute's value.</summary>
    GetAttr = 4,

    /// <summary>(object, name): deletes an attribute.</summary>
    DelAttr = 5,

    /// <summary>(object, name, value): sets an attribute.</summary>
    SetAttr = 6,

    /// <summary>(object, arguments, keyword arguments as tuples of name and value): calls it.</summary>
    Call = 7,

    /// <summary>(object, name, arguments, keyword arguments): calls an attribute.</summary>
    CallAttr = 8,

    /// <summary>(object): its representation.</summary>
    Repr = 9,

    /// <summary>(object): its text.</summary>
    Str = 10,

    /// <summary>(object, other, operator such as "__eq__"): compares.</summary>
    Cmp = 11,

    /// <summary>(object): its hash.</summary>
    Hash = 12,

    /// <summary>(object): a tuple of its attribute names.</summary>
    Dir = 13,

    /// <summary>(object, pickle protocol): pickled bytes, where the peer allows that.</summary>
    Pickle = 14,

    /// <summary>(object, count): gives references back. The library sends it by itself; sending it by hand breaks its count.</summary>
    Del = 15,

    /// <summary>(id_pack): a tuple of (method name, documentation).</summary>
    Inspect = 16,

    /// <summary>(iterator, count): a tuple of up to that many items.</summary>
    BuffIter = 17,

    /// <summary>(object, attempt, fallback, start, stop, arguments): Python 2's slicing.</summary>
    OldSlicing = 18,

    /// <summary>(object, exception or None): leaves a context.</summary>
    CtxExit = 19,

    /// <summary>(type, id_pack of an object): whether the object is an instance.</summary>
    InstanceCheck = 20,
}
