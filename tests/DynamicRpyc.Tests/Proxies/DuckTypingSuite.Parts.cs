namespace DynamicRpyc.Tests.Proxies;

// Rows 8 to 10: indexers, events, results that are objects in turn.
internal abstract partial class DuckTypingSuite
{
    [Test]
    public void Row08_indexers_byIntAndString_getAndSet()
    {
        var target = Make().ActLike<IIndexed>();
        Assert.That((target[1], target["k"]), Is.EqualTo(("one", "value")));
        (target[2], target["l"]) = ("two", "new");
        Assert.That((target[2], target["l"]), Is.EqualTo(("two", "new")));
    }

    [Test]
    public void Row09_events_addFiresRemoveStops()
    {
        var target = Make().ActLike<INotifier>();
        var heard = new List<string>();
        void Hear(object? sender, string text)
        {
            lock (heard)
                heard.Add(text);
        }

        // Each naming of the method makes a delegate of its own, equal to the others.
        target.Changed += Hear;
        target.Raise("one");
        target.Changed += Hear;
        target.Raise("two");
        target.Changed -= Hear;
        target.Changed -= Hear;
        target.Raise("three");
        Assert.That(heard, Is.EqualTo(new[] { "one", "two", "two" }));
        target.Changed -= Hear;
        target.Changed += null!;
    }

    [Test]
    public void Row09_eventThatPassesAnObject_givesItByTheInterface()
    {
        var target = Make().ActLike<IShowing>();
        var heard = new List<string>();
        void Hear(INode node) => heard.Add(node.Child.Name + node.Name.Length);

        target.Found += Hear;
        target.Show();
        target.Found -= Hear;
        target.Show();
        Assert.That(heard, Is.EqualTo(new[] { "Child5" }));
    }

    [Test]
    public void Row10_listOfInterfaces_writesThrough()
    {
        foreach (var naming in new[] { MemberNaming.AsWritten, MemberNaming.SnakeCase })
        {
            var keeper = Make().ActLike<IKeeper>(naming: naming);
            var nodes = keeper.Kept;
            nodes.Add(nodes[0]);
            nodes.Insert(0, nodes[1]);
            Assert.That((keeper.Kept.Count, nodes.Count, keeper.Kept[0].NextOne), Is.EqualTo((4, 4, "Next")));
            Assert.That(nodes.ToArray().Select(node => node.Name), Is.EqualTo(new[] { "B", "A", "B", "A" }), "copied through CopyTo");
            nodes.RemoveAt(0);
            nodes[0] = nodes[1];
            Assert.That((keeper.Kept.Select(node => node.Name), nodes.Contains(nodes[0])), Is.EqualTo((new[] { "B", "B", "A" }, true)));
            nodes.Clear();
            Assert.That(keeper.Kept, Is.Empty);
        }
    }

    [Test]
    public void Row10_interfaceTypedResults_areWrappedRecursively()
    {
        var node = Make().ActLike<INode>();
        Assert.That((node.Child.Name, node.Child.Child.Name, node.Find("found").Child.Name), Is.EqualTo(("Child", "Child", "Child")));
    }

    [Test]
    public void Row10_collectionsOfInterfaces_areWrappedToo()
    {
        var node = Make().ActLike<INode>();
        Assert.That(node.Children.Select(child => child.Name), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(node.ChildArray.Select(child => child.Name), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(node.ChildList[1].Child.Name, Is.EqualTo("Child"));
        Assert.That(node.ByName["B"].Name, Is.EqualTo("B"));
    }

    [Test]
    public void Row10_attribute_turnsWrappingOff()
    {
        Assert.That(() => Make().ActLike<IFlatNode>().Child, Throws.TypeOf<InvalidCastException>().With.Message.Matches(
            @"^IFlatNode\.Child: .*Duck is not a DynamicRpyc\.Tests\.Proxies\.INode, and \[NonRecursiveInterface\] keeps it from being wrapped as one\.$"));
        Assert.That(() => Make().ActLike<IAllFlatNode>().Child, Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("IAllFlatNode.Child: "));
        Assert.That(Make().ActLike<IFlatNode>().Children, Is.Not.Null);
    }
}
