namespace DynamicRpyc.Tests.Faults;

/// <summary>What becomes of a peer while a member waits for it.</summary>
internal enum Trouble
{
    /// <summary>Its process is killed.</summary>
    Dies,

    /// <summary>Its process is stopped: the link is there, and nobody reads it.</summary>
    Hangs,

    /// <summary>It answers with what is no RPyC at all.</summary>
    LiesInGarbage,

    /// <summary>It answers requests that nobody made.</summary>
    LiesInNumbers,

    /// <summary>It answers with messages that are not well formed.</summary>
    LiesInForm,
}
