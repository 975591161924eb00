namespace DynamicRpyc.Foundation;

/// <summary>What stands on this side for another object, such as an interface proxy: whoever it is passed to gets that object.</summary>
internal interface IStandIn
{
    /// <summary>The object itself; a remote one's netref.</summary>
    object Original { get; }
}

/// <summary>Looking behind stand-ins.</summary>
internal static class StandIn
{
    /// <summary>The object that this one stands for, or itself.</summary>
    internal static object? Behind(object? value)
    {
        while (value is IStandIn standIn)
            value = standIn.Original;
        return value;
    }
}
