using System.Text.Json;
using System.Text.RegularExpressions;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop.Clients;

/// <summary>The scenes of one Python client script (see <c>scenes.py</c>): their names for the test cases, and what came of one run.</summary>
internal sealed partial class Scenes
{
    private readonly Dictionary<string, string?> _outcomes = [];
    private readonly ScriptResult _result;

    private Scenes(ScriptResult result)
    {
        _result = result;
        foreach (var line in result.Lines.Where(line => line.StartsWith('{')))
        {
            var outcome = JsonDocument.Parse(line).RootElement;
            _outcomes[outcome.GetProperty("scene").GetString()!] = outcome.GetProperty("error").GetString();
        }
    }

    internal static IEnumerable<string> NamesIn(string script) =>
        SceneName().Matches(File.ReadAllText(Path.Combine(PythonPeer.ScriptFolder, script))).Select(match => match.Groups[1].Value);

    internal static Scenes Run(string script, params string[] arguments) => new(PythonPeer.Run(script, arguments, TimeSpan.FromSeconds(100)));

    internal void AssertHolds(string scene)
    {
        if (!_outcomes.TryGetValue(scene, out var error))
            Assert.Fail($"The script ended before the scene {scene}, with exit code {_result.ExitCode}.\n{_result.Output}\n{_result.Error}");
        Assert.That(error, Is.Null);
    }

    [GeneratedRegex(@"^def scene_(\w+)", RegexOptions.Multiline)]
    private static partial Regex SceneName();
}
