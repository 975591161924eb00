namespace DynamicRpyc.Tests.Support;

/// <summary>How a script ended, and what it wrote.</summary>
internal sealed record ScriptResult(string Description, int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails, with all that the script wrote, unless it ended with exit code 0.</summary>
    /// <returns>This result, so that its output can be looked at in the same expression.</returns>
    internal ScriptResult AssertSuccess()
    {
        Assert.That(ExitCode, Is.Zero, $"{Description}\nstandard output:\n{Output}\nstandard error:\n{Error}");
        return this;
    }
}
