namespace DynamicRpyc.Tests.Layout;

/// <summary>"One test a row, its name the row, for each pairing it makes sense in": FEEL.md, which these tests keep true and print. And that such a table can fail.</summary>
internal sealed class FeelTableTests
{
    private static readonly TestTable _table = TestTable.Of("FEEL.md");

    [Test]
    public void Clauses_each_haveATest() => _table.AssertHolds();

    /// <summary>The list of what a user of ActLike relies on has 18 points, by which its tests are called.</summary>
    [Test]
    public void DuckTyping_everyPoint_hasARow() => Assert.That(
        _table.Rows.Select(row => row.Name.Split('.')[0]).Where(number => int.TryParse(number, out _)).Select(int.Parse).Distinct().Order(), Is.EqualTo(Enumerable.Range(1, 18)));

    [Test]
    public void Find_whatIsGone_isNotFound() => Assert.That(
        new[] { "FeelTableTests", "FeelTableTests.Clauses_each_haveATest", "FeelSceneTests(dir)", "FeelTableTests.Gone", "GoneTests", "FeelSceneTests(gone)", "FeelTableTests(dir)", "FeelTableTests.", "two words" }
            .Select(name => TestTable.Find(name).Length), Is.EqualTo(new[] { 1, 1, 1, 0, 0, 0, 0, 0, 0 }));

    [TestCase("| a | - | - |", "'a' has no test")]
    [TestCase("| a | FeelTableTests | - |\n| a | FeelTableTests | - |", "'a' has two rows")]
    [TestCase("| a | FeelTableTests.Gone | - |", "FeelTableTests.Gone is not there")]
    [TestCase("| a | - | FeelTableTests |", "FeelTableTests runs no Python")]
    public void Faults_ofATable_areTold(string rows, string fault) =>
        Assert.That(TestTable.Parse("| clause | C# | Python |\n|---|---|---|\n" + rows).Faults(), Is.EqualTo(new[] { fault }));

    [TestCase("| a | FeelTableTests | FeelSceneTests(dir) |")]
    [TestCase("| a | - | FeelSceneTests(dir), FeelSceneTests |")]
    public void Faults_ofATableThatHolds_areNone(string rows) => Assert.That(TestTable.Parse("| clause | C# | Python |\n|---|---|---|\n" + rows).Faults(), Is.Empty);
}
