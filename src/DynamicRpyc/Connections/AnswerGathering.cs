using System.Runtime.InteropServices;
using DynamicRpyc.Boxing;

namespace DynamicRpyc.Connections;

/// <summary>
/// Lets answers of a Python peer come together before their reader blocks, where many are awaited. Each time an answer finds its reader blocked, the
/// peer pays for waking it, and Python, which does one thing at a time, is what such a stream of calls waits for.
/// </summary>
internal sealed partial class AnswerGathering(RequestTable pending, PeerFeatures peer, bool isSocket)
{
    /// <summary>So many answers take a Python peer, which gives them in turn, several times as long as one gathering: whoever waits for the last of them does not notice.</summary>
    private const int Many = 64;

    /// <summary>The system adds up to half as much.</summary>
    private const uint Microseconds = 100;

    /// <summary>Before the pump blocks, after an answer. False where it did not wait.</summary>
    internal bool Pause()
    {
        // Elsewhere the shortest sleep is a thousand microseconds or more.
        if (!isSocket || !OperatingSystem.IsLinux() || peer.IsDotNet || pending.Count < Many)
            return false;
        _ = Sleep(Microseconds);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
