using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>The README's two programs, run as they stand.</summary>
[TestFixture, Category("Interop"), NonParallelizable]
public sealed class ReadmeTests
{
    private static readonly IReadOnlyList<string> _programs = Snippet.Of(Repository.PathOf("README.md"));

    [Test]
    public void Readme_firstProgram_drivesCSharp() => Assert.That(Snippet.Run(_programs[0]).Trim(), Is.EqualTo("made there, read here"));

    [Test]
    public void Readme_secondProgram_drivesPython()
    {
        PythonPeer.Require();
        var lines = Snippet.Run(_programs[1]).Trim().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("3."));
            Assert.That(lines[^1].Trim(), Is.EqualTo("['fig', 'pear', 'banana']"));
        });
    }

    [Test]
    public void Readme_programs_areTheseTwo() => Assert.That(_programs, Has.Count.EqualTo(2), "a new program in the README wants a test here");
}
