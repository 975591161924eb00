namespace DynamicRpyc.Messages;

/// <summary>What a frame is.</summary>
internal enum MessageKind
{
    Request = 1,
    Reply = 2,
    Exception = 3,
}
