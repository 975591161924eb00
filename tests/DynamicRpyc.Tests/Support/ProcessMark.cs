using System.Diagnostics;

namespace DynamicRpyc.Tests.Support;

/// <summary>
/// A mark in the environment of a child process, which all its descendants inherit: finds those that were left behind, also when they outlived their
/// parent or opened a session of their own. Linux only; elsewhere nothing is found.
/// </summary>
internal sealed class ProcessMark
{
    private const string Variable = "DYNAMICRPYC_TEST_MARK";

    private readonly string _value = Guid.NewGuid().ToString("N");

    internal void Apply(ProcessStartInfo info) => info.Environment[Variable] = _value;

    /// <summary>The marked processes that are alive now. Those that have ended and wait to be reaped do not count.</summary>
    internal IReadOnlyList<int> Alive()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var entry = $"{Variable}={_value}";
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : -1)
            .Where(id => id > 0 && Read(id, "environ").Split('\0').Contains(entry))];
    }

    /// <summary>The command line of a process, for messages.</summary>
    internal static string Describe(int id) => $"{id}: {Read(id, "cmdline").Replace('\0', ' ').Trim()}";

    /// <summary>Empty where the process has ended meanwhile or belongs to someone else: then it is not one of ours.</summary>
    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
