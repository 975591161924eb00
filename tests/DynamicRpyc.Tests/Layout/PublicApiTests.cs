using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Layout;

/// <summary>The public surface is the one that was reviewed: a change shows up in <c>PublicApi.approved.txt</c>, and so in the diff.</summary>
internal sealed class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";

    [Test]
    public void Library_publicSurface_isTheApprovedOne()
    {
        var path = Repository.PathOf("tests", "DynamicRpyc.Tests", "Layout", "PublicApi.approved.txt");
        var actual = PublicApi.Describe(typeof(RpycConfig).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);
        var approved = File.ReadAllText(path).Replace("\r\n", "\n");
        Assert.That(Difference(approved, actual), Is.Empty,
            $"The public surface changed. If that is meant, run {UpdateVariable}=1 dotnet test --filter PublicApi, and review the change of PublicApi.approved.txt.");
    }

    [Test]
    public void Difference_aMemberComesAndOneGoes_bothAreNamed() =>
        Assert.That(Difference("class A\n    int X()\n", "class A\n    int Y()\n"), Is.EqualTo(new[] { "gone: class A > int X()", "new: class A > int Y()" }));

    [Test]
    public void Describe_everyKindOfMember_isWrittenAsCSharpWritesIt() =>
        Assert.That(PublicApi.Describe([typeof(Sample)]), Is.EqualTo("""
            abstract class DynamicRpyc.Tests.Layout.PublicApiTests.Sample : IDisposable
                Task<string?> Later(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
                abstract int Count { get; protected set; }
                dynamic? Root { get; }
                event EventHandler Changed
                int this[int index] { get; }
                override string ToString()
                protected new(string name, params object?[] rest)
                static T Make<T>(out int count, ref string name)
                string Name { get; init; }
                virtual void Dispose()

            """.ReplaceLineEndings("\n")));

    private static IEnumerable<string> Difference(string approved, string actual)
    {
        var before = Qualified(approved);
        var after = Qualified(actual);
        return [.. before.Except(after).Select(line => "gone: " + line), .. after.Except(before).Select(line => "new: " + line)];
    }

    /// <summary>Members with their type's name in front, so that each line says it all.</summary>
    private static List<string> Qualified(string text)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
                type = line;
            lines.Add(line == type ? line : $"{type} > {line.Trim()}");
        }

        return lines;
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Read by reflection.")]
    public abstract class Sample : IDisposable
    {
        protected Sample(string name, params object?[] rest) => (Name, Root) = (name, rest);

        public event EventHandler Changed = delegate { };

        public string Name { get; init; }

        public abstract int Count { get; protected set; }

        public dynamic? Root { get; }

        public int this[int index] => index;

        public static T Make<T>(out int count, ref string name)
            where T : new()
        {
            count = name.Length;
            return new T();
        }

        public Task<string?> Later(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Task.FromResult<string?>($"{timeout}{cancellationToken}");

        public override string ToString() => Name;

        public virtual void Dispose() => Changed(this, EventArgs.Empty);

        internal void Unseen() => Dispose();
    }
}
