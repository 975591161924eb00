namespace DynamicRpyc.Messages;

/// <summary>What a request asks for. The numbers are RPyC's.</summary>
internal enum Handler
{
    Ping = 1,
    Close = 2,
    GetRoot = 3,
    GetAttr = 4,
    DelAttr = 5,
    SetAttr = 6,
    Call = 7,
    CallAttr = 8,
    Repr = 9,
    Str = 10,
    Cmp = 11,
    Hash = 12,
    Dir = 13,
    Pickle = 14,
    Del = 15,
    Inspect = 16,
    BuffIter = 17,
    OldSlicing = 18,
    CtxExit = 19,
    InstanceCheck = 20,
}

/// <summary>What a frame is.</summary>
internal enum MessageKind
{
    Request = 1,
    Reply = 2,
    Exception = 3,
}
