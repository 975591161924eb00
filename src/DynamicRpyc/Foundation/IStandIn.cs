namespace DynamicRpyc.Foundation;

/// <summary>What stands on this side for another object, such as an interface proxy: whoever it is passed to gets that object.</summary>
internal interface IStandIn
{
    /// <summary>The object itself; a remote one's netref.</summary>
    object Original { get; }
}
