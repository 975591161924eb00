namespace DynamicRpyc.Connections;

/// <summary>Whether a frame may be left behind for whoever sends next, because more is about to follow, and who sees to it when nobody does.</summary>
internal enum Linger
{
    /// <summary>It is sent at once.</summary>
    No,

    /// <summary>Another thread is called at the same time: for whoever does not know what follows.</summary>
    UntilHelped,

    /// <summary>The watch looks within a few milliseconds: for whoever sends or flushes himself in a moment, save for the unforeseen.</summary>
    UntilTick,
}
