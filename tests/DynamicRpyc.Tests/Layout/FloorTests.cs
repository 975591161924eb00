namespace DynamicRpyc.Tests.Layout;

/// <summary>The folders of the library use only what lies below them; and the gate that says so can fail.</summary>
internal sealed class FloorTests
{
    [Test]
    public void Library_everyFile_mentionsOnlyLowerFloors()
    {
        var violations = FloorRules.Violations(SourceFile.OfLibrary());
        Assert.That(violations, Is.Empty, string.Join('\n', violations));
    }

    [Test]
    public void Library_sources_areFound() =>
        Assert.That(SourceFile.OfLibrary().Select(file => file.Path), Does.Contain("Foundation/RpycConfig.cs"));

    [Test]
    public void Violations_usingOfHigherFolder_isNamed() =>
        Expect("Brine/Low.cs: floor 2 mentions Boxing of Boxing, floor 4.", Low("using DynamicRpyc.Boxing;", ""), Box);

    [Test]
    public void Violations_qualifiedNameOfHigherFolder_isNamed() =>
        Expect("Brine/Low.cs: floor 2 mentions Box of Boxing, floor 4.", Low("", "internal DynamicRpyc.Boxing.Box? Field;"), Box);

    [Test]
    public void Violations_rootNamespaceTypeOfHigherFolder_isNamed() =>
        Expect("Brine/Low.cs: floor 2 mentions Server of Servers, floor 8.", Low("", "internal Server? Field;"),
            new SourceFile("Servers/Server.cs", "namespace DynamicRpyc; public class Server;"));

    [Test]
    public void Violations_memberOfHigherTypeReachedWithoutItsName_isNamed() =>
        Expect("Brine/Low.cs: floor 2 mentions Go of Netrefs, floor 5.", Low("", "internal static void M() => 1.Go();"),
            new SourceFile("Netrefs/Extensions.cs", "namespace DynamicRpyc; internal static class Extensions { internal static void Go(this int x) { } }"));

    [Test]
    public void Violations_otherFolderOnSameFloor_isNamed() =>
        Expect("Brine/Low.cs: floor 2 mentions Frame of Channels, floor 2.", Low("", "internal Channels.Frame? Field;"),
            new SourceFile("Channels/Frame.cs", "namespace DynamicRpyc.Channels; internal class Frame;"));

    [Test]
    public void Violations_folderWithoutFloor_isNamed() =>
        Expect("Stuff/New.cs: the folder Stuff has no floor", new SourceFile("Stuff/New.cs", "namespace DynamicRpyc; internal class New;"));

    [Test]
    public void Violations_namespaceOfAnotherFolder_isNamed() =>
        Expect("Boxing/Odd.cs: declares the namespace DynamicRpyc.Brine, but lies in the folder Boxing.",
            new SourceFile("Boxing/Odd.cs", "namespace DynamicRpyc.Brine; internal class Odd;"));

    [Test]
    public void Violations_sourceThatDoesNotCompile_isNamed() =>
        Expect("not checked, since it does not compile", new SourceFile("Boxing/Odd.cs", "namespace DynamicRpyc.Boxing; internal class Odd : Nothing;"));

    [Test]
    public void Violations_lowerFolderAndCommentsAboutHigherOnes_areFine() =>
        Assert.That(FloorRules.Violations([Box, new SourceFile("Servers/High.cs",
            "using DynamicRpyc.Boxing; namespace DynamicRpyc.Servers; /// <summary>Like <see cref=\"DynamicRpyc.Remoting\"/>.</summary>\n internal class High { Box? Field = null; string Name => \"DynamicRpyc.Remoting\"; }")]), Is.Empty);

    private static SourceFile Box => new("Boxing/Box.cs", "namespace DynamicRpyc.Boxing; internal class Box;");

    private static SourceFile Low(string usings, string member) => new("Brine/Low.cs", $"{usings} namespace DynamicRpyc.Brine; internal class Low {{ {member} }}");

    private static void Expect(string violation, params SourceFile[] files) =>
        Assert.That(FloorRules.Violations(files), Has.Some.StartsWith(violation));
}
