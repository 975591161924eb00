using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>"<c>examples/DuckTyping</c>, <c>examples/PythonFromCSharp</c>": what they print, where the build only sees that they end well.</summary>
[TestFixture, Category("Interop"), NonParallelizable]
internal sealed class ExampleProgramTests
{
    [OneTimeSetUp]
    public void RequirePython() => PythonPeer.Require();

    [Test]
    public void DuckTyping_prints() => Assert.That(Lines(Snippet.RunExample("DuckTyping")), Is.EqualTo(new[]
    {
        "--- local objects",
        "a renamed ExpandoObject greets you",
        "A RENAMED EXPANDOOBJECT GREETS YOU!",
        "an anonymous object",
        "IGreeter.Greet is missing: the <>f__AnonymousType0<String> has no member 'Greet'.",
        "--- Python's objects",
        "median_low 4, stdev 2.138",
        "2024-2; four years on: 2028-02-28",
        "the same object: True; the original back: True",
        "The remote datetime.date cannot act like ITooMuch: it has no member 'fly_to_the_moon' (ITooMuch.FlyToTheMoon).",
        "a Python file says: first line, second line",
        "a Python list, of which the 4 was added in C#: [3, 1, 2, 4]",
    }));

    [Test]
    public void PythonFromCSharp_prints()
    {
        PythonPeer.RequireModule("numpy");
        Assert.That(Lines(Snippet.RunExample("PythonFromCSharp", "anscombe.csv"))[1..], Is.EqualTo(new[]
        {
            "set   mean x  mean y  var y   r      line               beyond 1.5 sd",
            "I     9.00    7.50    4.13    0.816  y = 0.500 x + 3.000  x = 13",
            "II    9.00    7.50    4.13    0.816  y = 0.500 x + 3.001  x = 14, 4",
            "III   9.00    7.50    4.12    0.816  y = 0.500 x + 3.002  x = 13",
            "IV    9.00    7.50    4.12    0.817  y = 0.500 x + 3.002  x = none",
        }));
    }

    private static string[] Lines(string output) => output.Trim().ReplaceLineEndings("\n").Split('\n');
}
