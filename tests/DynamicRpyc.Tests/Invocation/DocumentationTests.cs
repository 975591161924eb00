using System.Reflection;
using System.Xml.Linq;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Tests.Invocation;

/// <summary>"Docstrings from XML documentation where the file lies beside the assembly."</summary>
internal sealed class DocumentationTests
{
    private const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("docs").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>The compiler's own file is the judge: each method that it names is one that <see cref="DocIds"/> names so.</summary>
    [Test]
    public void Of_everyMethodOfTheLibrary_isTheCompilersId()
    {
        var assembly = typeof(Rpyc).Assembly;
        var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var written = file.Descendants("member").Select(member => member.Attribute("name")!.Value).Where(IsWritten).ToHashSet();
        var named = assembly.GetTypes().SelectMany(type => type.GetMethods(Every).Concat<MethodBase>(type.GetConstructors(Every))).Select(DocIds.Of).ToHashSet();
        Assert.That(written, Has.Count.GreaterThan(500));
        Assert.That(written.Except(named), Is.Empty);
    }

    [Test]
    public void Of_membersOfClosedTypesAndMethods_isThatOfTheOpenOnes()
    {
        Assert.That(DocIds.Of(typeof(Dictionary<string, int>).GetMethod("Add")!), Is.EqualTo("M:System.Collections.Generic.Dictionary`2.Add(`0,`1)"));
        Assert.That(DocIds.Of(typeof(Dictionary<string, int>)), Is.EqualTo("T:System.Collections.Generic.Dictionary`2"));
        var closed = typeof(Array).GetMethod(nameof(Array.Empty))!.MakeGenericMethod(typeof(int));
        Assert.That(DocIds.Of(closed), Is.EqualTo("M:System.Array.Empty``1"));
    }

    [Test]
    public void Find_readsTextReferencesParametersAndParagraphs()
    {
        var words = Read("""
            <member name="M:X">
              <summary>Takes a <see cref="T:System.Int32"/> named
                <paramref name="a"/>, see <c>b</c>.<para>More.</para></summary>
              <param name="a">The <see langword="null"/> one.</param>
              <returns>What <see cref="M:System.String.Join(System.String,System.Object[])">joins</see>.</returns>
              <exception cref="T:System.IO.IOException">It fails.</exception>
            </member>
            """).Find("M:X")!;
        Assert.That(words.ToText(), Is.EqualTo("\n    Takes a Int32 named a, see b.\n    More.\n    a: The null one.\n    returns: What joins.\n    raises IOException: It fails."));
    }

    [TestCase("no xml at all")]
    [TestCase("<doc><members><member name='M:X'>")]
    [TestCase("<!DOCTYPE doc [<!ENTITY a 'b'>]><doc><members><member name='M:X'><summary>&a;</summary></member></members></doc>")]
    [TestCase("<other/>")]
    public void Read_whatIsNoDocumentation_isNone(string text)
    {
        var path = Path.Combine(_folder, "x.xml");
        File.WriteAllText(path, text);
        Assert.That(XmlDocs.Read(path).IsEmpty, Is.True);
    }

    [Test]
    public void Read_noFileOrTooLargeAFile_isNone()
    {
        var path = Path.Combine(_folder, "x.xml");
        Assert.That(XmlDocs.Read(path).IsEmpty, Is.True);
        using (var file = File.Create(path))
        {
            file.Write("<doc><members><member name='M:X'/></members></doc>"u8);
            file.SetLength(XmlDocs.LongestFile + 1L);
        }
        Assert.That(XmlDocs.Read(path).IsEmpty, Is.True);
    }

    [Test]
    public void Find_longText_isCut() =>
        Assert.That(Read($"<member name='M:X'><summary>{new string('a', 100_000)}</summary></member>").Find("M:X")!.Summary, Has.Length.LessThan(5000).And.EndsWith("..."));

    // Not what source generators write: their types bear other names than they say.
    private static bool IsWritten(string id) => id.StartsWith("M:", StringComparison.Ordinal) && !id.Contains(".Generated.", StringComparison.Ordinal);

    private XmlDocs Read(string members)
    {
        var path = Path.Combine(_folder, "x.xml");
        File.WriteAllText(path, $"<?xml version=\"1.0\"?><doc><assembly><name>X</name></assembly><members>{members}</members></doc>");
        return XmlDocs.Read(path);
    }
}
