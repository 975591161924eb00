using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamicRpyc.Tests.Layout;

/// <summary>"A test reflects over the record: no setting without documentation or without a reader."</summary>
internal sealed class SettingsTests
{
    private static readonly string[] _settings =
        [.. typeof(RpycConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null).Select(property => property.Name)];

    private static readonly Lazy<HashSet<string>> _read = new(() => ReadNames(SourceFile.OfLibrary()));

    [TestCaseSource(nameof(_settings))]
    public void Setting_each_isDocumentedWithItsDefault(string name)
    {
        var document = XDocument.Load(Path.ChangeExtension(typeof(RpycConfig).Assembly.Location, ".xml"));
        var member = document.Descendants("member").SingleOrDefault(element => (string?)element.Attribute("name") == $"P:DynamicRpyc.RpycConfig.{name}");
        Assert.That(member?.Element("summary")?.Value.Trim(), Is.Not.Null.And.Not.Empty, $"RpycConfig.{name} has no summary in DynamicRpyc.xml.");
        if (name != nameof(RpycConfig.Limits))
            Assert.That(member!.Element("summary")!.Value, Does.Contain("Default"), $"The documentation of RpycConfig.{name} does not say its default.");
    }

    [TestCaseSource(nameof(_settings))]
    public void Setting_each_isReadSomewhereInTheLibrary(string name) =>
        Assert.That(_read.Value, Does.Contain(name), $"Nothing under src reads RpycConfig.{name}: either it does something, or it does not belong there.");

    [Test]
    public void ReadNames_settingThatIsOnlyAssigned_isNotTakenForRead() =>
        Assert.That(ReadNames([new SourceFile("A/A.cs", "class A { object M(RpycConfig c) => c with { Debug = c.Pump }; bool N(RpycConfig c) => c is { LogExceptions: true }; string O() => nameof(RpycConfig.Limits); }")]),
            Is.EquivalentTo(new[] { "Pump", "LogExceptions" }));

    /// <summary>The names read off something, or matched in a pattern, outside the record's own files. Not: assigned, or only named in an error text.</summary>
    private static HashSet<string> ReadNames(IEnumerable<SourceFile> files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files.Where(file => !Path.GetFileName(file.Path).StartsWith("RpycConfig", StringComparison.Ordinal)))
        {
            var root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
            names.UnionWith(root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(access => !IsNamedOnly(access)).Select(access => access.Name.Identifier.Text));
            names.UnionWith(root.DescendantNodes().OfType<NameColonSyntax>().Select(name => name.Name.Identifier.Text));
        }
        return names;
    }

    private static bool IsNamedOnly(MemberAccessExpressionSyntax access) =>
        access.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" });
}
