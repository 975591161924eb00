using System.Reflection;
using System.Text.RegularExpressions;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>The shape of the repository: what lies where, how long a file may be, and the gates that must not be switched off.</summary>
internal sealed partial class RepositoryTests
{
    private const int MaxLines = 400;

    private static readonly string[] _folders = ["src", "tests", "examples"];

    private static readonly string[] _allowedFiles =
        ["DynamicRpyc.sln", "build.cake", "README.md", "global.json", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Packages.props"];

    /// <summary>What builds and test runs leave at the top; all of it is in .gitignore.</summary>
    private static readonly string[] _outputs = ["artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    [Test]
    public void TopLevel_everyEntry_isOneThatBelongsThere()
    {
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));
        Assert.That(entries.Except([.. _folders, .. _allowedFiles, .. _outputs]), Is.Empty, "Put it into src, tests or examples, or make it a dotfile.");
    }

    [Test]
    public void Sources_everyFile_staysUnderTheCap()
    {
        var tooLong = Repository.Files("*.cs", _folders).Select(file => (Name: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines).Select(file => $"{file.Name} has {file.Lines} lines");
        Assert.That(tooLong, Is.Empty, $"A file over {MaxLines} lines holds a second class: give it a file of its own.");
    }

    [Test]
    public void Solution_everyProject_isInIt()
    {
        var solution = File.ReadAllText(Repository.PathOf("DynamicRpyc.sln")).Replace('\\', '/');
        var missing = Repository.Files("*.csproj", _folders).Select(Repository.Relative).Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));
        Assert.That(missing, Is.Empty, "Add it: dotnet sln add <project>. What is not in the solution is not built.");
    }

    [Test]
    public void Documentation_ofPublicMembers_isAskedForAndNotSilenced()
    {
        Assert.That(File.ReadAllText(Repository.PathOf("src", "Directory.Build.props")), Does.Contain("<GenerateDocumentationFile>true<"));
        Assert.That(File.ReadAllText(Repository.PathOf("Directory.Build.props")), Does.Contain("<TreatWarningsAsErrors>true<"));
        string[] patterns = ["*.cs", "*.csproj", "*.props", "*.targets", ".editorconfig", ".globalconfig"];
        var silenced = patterns.SelectMany(pattern => Repository.Files(pattern, "src").Concat(Directory.EnumerateFiles(Repository.Root, pattern)))
            .Where(file => Silencing().IsMatch(File.ReadAllText(file))).Select(Repository.Relative);
        Assert.That(silenced, Is.Empty, "CS1591 is what keeps every public member documented.");
    }

    /// <summary><c>.ci/run</c> knows interop tests by their namespace, since the results file has no categories; people filter by category.</summary>
    [Test]
    public void InteropTests_categoryAndNamespace_agree()
    {
        const string Category = "Interop";
        var tests = typeof(RepositoryTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(NUnitAttribute), true));
        var odd = tests.Where(method => HasCategory(method) != method.DeclaringType!.Namespace!.StartsWith($"DynamicRpyc.Tests.{Category}", StringComparison.Ordinal));
        Assert.That(odd.Select(method => $"{method.DeclaringType}.{method.Name}"), Is.Empty, $"Put [Category(\"{Category}\")] on every fixture in tests/DynamicRpyc.Tests/{Category}, and on no other.");

        static bool HasCategory(MethodInfo method) =>
            method.GetCustomAttributes<CategoryAttribute>(true).Concat(method.DeclaringType!.GetCustomAttributes<CategoryAttribute>(true)).Any(found => found.Name == Category);
    }

    [TestCase("<NoWarn>$(NoWarn);CS1591</NoWarn>")]
    [TestCase("<NoWarn>1591</NoWarn>")]
    [TestCase("#pragma warning disable CS1591")]
    [TestCase("dotnet_diagnostic.CS1591.severity = none")]
    public void Silencing_everyWayToDoIt_isFound(string text) => Assert.That(Silencing().IsMatch(text));

    [GeneratedRegex(@"(NoWarn|WarningsNotAsErrors|pragma warning disable|dotnet_diagnostic\.).*1591")]
    private static partial Regex Silencing();
}
