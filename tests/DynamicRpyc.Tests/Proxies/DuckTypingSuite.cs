namespace DynamicRpyc.Tests.Proxies;

/// <summary>
/// What a user of <c>ActLike</c> relies on: one test a row of the list, its name the row, over an object that has the members of <see cref="Duck"/>: a local one, a remote C# one,
/// a remote Python one. What only one kind of object can show is in that kind's fixture, under the same names.
/// </summary>
internal abstract partial class DuckTypingSuite
{
    /// <summary>A new duck.</summary>
    protected abstract object Make();

    /// <summary>A new duck that nobody else needs any more, since its other side may be busy for long.</summary>
    protected virtual object MakeAside() => Make();

    /// <summary>An object that has nothing but a name.</summary>
    protected abstract object MakeBare();

    protected virtual string BareDescription => "Bare";

    /// <summary>How errors call the object.</summary>
    protected virtual string Description => "Duck";

    [Test]
    public void Row01_properties_areReadAndWritten()
    {
        var person = Make().ActLike<IPerson>();
        Assert.That((person.Name, person.Age), Is.EqualTo(("Ada", 36)));
        person.Name = "Grace";
        Assert.That(person.Name, Is.EqualTo("Grace"));
    }

    [Test]
    public void Row01_setOnlyProperty_writesThrough()
    {
        var duck = Make();
        duck.ActLike<IWriteOnly>().Note = "written";
        Assert.That(duck.ActLike<IWorker>().Recall(), Is.EqualTo("written"));
    }

    [Test]
    public void Row02_values_convertToTheDeclaredType()
    {
        var typed = Make().ActLike<ITyped>();
        Assert.That((typed.Text, typed.Number, typed.Word, typed.Age), Is.EqualTo((42L, Rank.One, Rank.Two, 36.0)));
        Assert.That(typed.Nested, Is.EquivalentTo(new Dictionary<string, object> { ["Key"] = "inner", ["Count"] = 3 }));
    }

    [Test]
    public void Row02_nestedDictionary_asDynamic()
    {
        var nested = Make().ActLike<IDynamicNested>().Nested;
        Assert.That((string)nested["Key"], Is.EqualTo("inner"));
    }

    [Test]
    public void Row02_tuples_convertItemByItem()
    {
        var (child, count) = Make().ActLike<ITuples>().Pair();
        Assert.That((child.Child.Name, count), Is.EqualTo(("Child", 3L)));
    }

    [Test]
    public void Row02_numberTooLarge_throwsOnUseWithBothTypes()
    {
        Assert.That(() => Make().ActLike<ITuples>().Big, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("ITuples.Big: BigInteger cannot become a System.Int32."));
    }

    [Test]
    public void Row02_wrongType_throwsOnUseWithBothTypes()
    {
        var mistyped = Make().ActLike<IMistyped>();
        Assert.That(() => mistyped.Age, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("IMistyped.Age: Int32 36 cannot become a System.Version."));
        Assert.That(() => mistyped.Name, Throws.TypeOf<InvalidCastException>()
            .With.Message.EqualTo("IMistyped.Name: String \"Ada\" cannot become a System.Int32: The input string 'Ada' was not in a correct format."));
    }

    [Test]
    public void Row03_missingMember_throwsOnUseNamingInterfaceMemberAndType()
    {
        var incomplete = Make().ActLike<IIncomplete>();
        Assert.That(incomplete.Name, Is.EqualTo("Ada"));
        Assert.That(() => incomplete.Missing, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo($"IIncomplete.Missing is missing: the {Description} has no member 'Missing'."));
        Assert.That(incomplete.Absent, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo($"IIncomplete.Absent is missing: the {Description} has no member 'Absent'."));
    }

    [Test]
    public void Row03_verify_throwsAtOnceNamingAllThatIsMissing()
    {
        Assert.That(() => Make().ActLike<IIncomplete>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
            $"The {Description} cannot act like IIncomplete: it has no member 'Missing' (IIncomplete.Missing), 'Absent' (IIncomplete.Absent)."));
        Assert.That(Make().ActLike<IPerson>(verify: true).Name, Is.EqualTo("Ada"));
        Assert.That(Make().ActLike<IIndexed>(verify: true)[1], Is.EqualTo("one"));
        Assert.That(Make().ActLike<INotifier>(verify: true), Is.Not.Null);
    }

    [Test]
    public void Row03_missingIndexerOrSequence_isNamed()
    {
        var bare = MakeBare();
        Assert.That(() => bare.ActLike<IIndexed>()[1], Throws.TypeOf<MissingMemberException>().With.Message.EqualTo($"IIndexed.Item is missing: the {BareDescription} has no member 'Item'."));
        Assert.That(() => bare.ActLike<IIndexed>()["k"] = "x", Throws.TypeOf<MissingMemberException>().With.Message.StartsWith("IIndexed.Item is missing"));
        Assert.That(() => bare.ActLike<ISequence>().Sum(), Throws.TypeOf<MissingMemberException>().With.Message.Contains("GetEnumerator is missing"));
        Assert.That(() => bare.ActLike<IIndexed>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
            $"The {BareDescription} cannot act like IIndexed: it has no member 'Item' (IIndexed.Item)."));
        Assert.That(() => bare.ActLike<ISequence>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
            $"The {BareDescription} cannot act like ISequence: it has no member 'GetEnumerator' (IEnumerable.GetEnumerator)."));
    }

    [Test]
    public void Row04_methods_voidValueAndArguments()
    {
        var worker = Make().ActLike<IWorker>();
        worker.Remember("this");
        Assert.That((worker.Recall(), worker.Add(20, 22)), Is.EqualTo(("this", 42)));
    }

    [Test]
    public void Row04_delegateKeptInAProperty_isCallableAsMethod() => Assert.That(Make().ActLike<IWorker>().Doubler(21), Is.EqualTo(42));

    [Test]
    public void Row04_exceptionsOfTheTarget_comeThroughWithTheirOwnType() =>
        Assert.That(() => Make().ActLike<IWorker>().Fail("shelf 3"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("shelf 3"));

    [Test]
    public void Row05_paramsOptionalAndNamedArguments_bind()
    {
        var target = Make().ActLike<IOverloads>();
        Assert.That(target.Join("-", 1, "b", 2.5), Is.EqualTo("1-b-2.5"));
        Assert.That(target.Join("-"), Is.Empty);
        Assert.That((target.Optional(1), target.Optional(1, 5)), Is.EqualTo(("1,2,3", "1,5,3")));
        Assert.That((target.OptionalHere(1), target.OptionalHere(1, c: 7), target.OptionalHere(b: 5, a: 4)), Is.EqualTo(("1,20,30", "1,20,7", "4,5,30")));
    }

    [Test]
    public void Row06_outAndRef_writeBack()
    {
        var target = Make().ActLike<IByRef>();
        Assert.That((target.TryParse("12", out var value), value), Is.EqualTo((true, 12)));
        var (a, b) = (1, 2);
        target.Swap(ref a, ref b);
        Assert.That((a, b), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Row06_outInAGenericMethod_writesBack()
    {
        var target = Make().ActLike<IByRef>();
        Assert.That((target.TryEcho("same", out var text), text), Is.EqualTo((true, "same")));
        Assert.That((target.TryEcho(5L, out var number), number), Is.EqualTo((true, 5L)));
    }

    [Test]
    public void Row07_genericMethodsAndInterfaces()
    {
        var target = Make().ActLike<IGenerics>();
        Assert.That((target.Echo("text"), target.Echo(3), target.Echo<long>(4)), Is.EqualTo(("text", 3, 4L)));
        Assert.That(Make().ActLike<IRepository<int, string>>().Find(7), Is.EqualTo("item 7"));
        Assert.That(Make().ActLike<IRepository<string, INode>>().Find("deep").Name, Is.EqualTo("deep"));
    }

    [Test]
    public void Row11_inheritedMembersAndDuplicates()
    {
        var derived = Make().ActLike<IDerived>();
        Assert.That((derived.Name, ((IBase)derived).Name, derived.Age, derived.Value()), Is.EqualTo(("Ada", "Ada", 36, "7")));
    }

    [Test]
    public void Row11_severalInterfacesAtOnce_alsoSameNamesThatDifferInResultOnly()
    {
        var both = Make().ActLike<IBase>(typeof(IOtherValue), typeof(IPerson));
        Assert.That((both.Value(), ((IOtherValue)both).Value(), ((IOtherValue)both).Name, ((IPerson)both).Age), Is.EqualTo(("7", 7L, "Ada", 36)));
    }

    [Test]
    public void Row11_internalInterfaces_aloneAndCombined()
    {
        var target = Make().ActLike<IInternal>();
        Assert.That((target.Name, target.Recall()), Is.EqualTo(("Ada", "")));
        Assert.That(((IInternal)(object)Make().ActLike<IPerson>(typeof(IInternal))).Name, Is.EqualTo("Ada"));
    }

    [Test]
    public void Row12_sameInterface_sharesOneProxyType()
    {
        var (first, second) = (Make().ActLike<IPerson>(), Make().ActLike<IPerson>());
        Assert.That(first.GetType(), Is.SameAs(second.GetType()));
        Assert.That(Make().ActLike<IBase>(typeof(IPerson)).GetType(), Is.SameAs(Make().ActLike<IPerson>(typeof(IBase)).GetType()));
        first.Name = "first";
        second.Name = "second";
        Assert.That((first.Name, second.Name), Is.EqualTo(("first", "second")), "instances do not mix");
    }

    [Test]
    public void Row12_proxiesOfOneObject_areEqualHashAlikeAndPrintAlike()
    {
        var duck = Make();
        object person = duck.ActLike<IPerson>();
        object worker = duck.ActLike<IWorker>();
        Assert.That(person.Equals(worker), Is.True);
        Assert.That(person.Equals(duck), Is.True);
        Assert.That(person.Equals((object)Make().ActLike<IPerson>()), Is.False);
        Assert.That(worker.Equals(null), Is.False);
        Assert.That((person!.GetHashCode(), person.ToString()), Is.EqualTo((duck.GetHashCode(), duck.ToString())));
        Assert.That(worker!.GetHashCode(), Is.EqualTo(person.GetHashCode()));
    }

    [Test]
    public void Row12_membersOfObject_declaredByTheInterface_areTheObjects()
    {
        var duck = Make();
        var person = duck.ActLike<IComparablePerson>();
        Assert.That((person.Equals(duck.ActLike<IPerson>()), person.Equals(Make().ActLike<IPerson>())), Is.EqualTo((true, false)));
        Assert.That((person.GetHashCode(), person.ToString()), Is.EqualTo((duck.GetHashCode(), duck.ToString())));
    }

    [Test]
    public void Row13_undoActLike_givesTheOriginalBack()
    {
        var duck = Make();
        Assert.That((object)duck.ActLike<IPerson>().UndoActLike(), Is.SameAs(duck));
        Assert.That((object)duck.UndoActLike(), Is.SameAs(duck));
        Assert.That((object)duck.ActLike<IPerson>().ActLike<IWorker>().UndoActLike(), Is.SameAs(duck), "a proxy of a proxy is one of the object");
    }

    [Test]
    public void Row13_allActLike_wrapsLazily()
    {
        var made = 0;
        IEnumerable<object> Sequence()
        {
            made++;
            yield return Make();
            made++;
            yield return Make();
        }

        var people = Sequence().AllActLike<IPerson>();
        Assert.That(made, Is.Zero);
        Assert.That((people.First().Name, made), Is.EqualTo(("Ada", 1)));
    }

    [Test]
    public void Row13_allActLike_withANaming()
    {
        var snakes = new[] { Make(), Make() }.AllActLike<ISnake>(MemberNaming.SnakeCase);
        Assert.That(snakes.Select(snake => snake.GetTime()), Is.EqualTo(new[] { "noon", "noon" }));
    }

    [Test]
    public void Row14_namingOfAProxy_isInheritedByFurtherInterfaces()
    {
        var snake = Make().ActLike<IPerson>(naming: MemberNaming.SnakeCase);
        Assert.That((snake.ActLike<ISnake>().GetTime(), snake.ActLike<IPerson>(naming: MemberNaming.AsWritten).Age), Is.EqualTo(("noon", 36)));
    }

    [Test]
    public void Row16_proxyPassedToAMember_isTheObjectThatTheMemberWants()
    {
        var self = Make().ActLike<ISelf>();
        var other = Make().ActLike<ISelf>();
        Assert.That((self.IsSelf(self), self.IsSelf(other)), Is.EqualTo((true, false)));
        self.Friend = other;
        Assert.That((self.Friend.Equals(other), self.Friend.IsSelf(other)), Is.EqualTo((true, true)));
    }

    [Test]
    public void Row13_interfaceKnownOnlyAtRunTime()
    {
        var person = Make().ActLike(typeof(IPerson), typeof(IWorker));
        Assert.That(((IPerson)(object)person).Age, Is.EqualTo(36));
        Assert.That((int)person.Age, Is.EqualTo(36), "as dynamic too");
        Assert.That((int)person.Add(1, 2), Is.EqualTo(3));
    }

    [Test]
    public void Row14_remoteName_mapsToAnyName()
    {
        var renamed = Make().ActLike<IRenamed>(verify: true);
        Assert.That((renamed.Title, renamed.Size, renamed.Sum(1, 2)), Is.EqualTo(("Ada", 12, 3)));
    }

    [Test]
    public void Row14_namingPolicy_mapsToSnakeCaseAllTheWayDown()
    {
        var snake = Make().ActLike<ISnake>(naming: MemberNaming.SnakeCase);
        Assert.That((snake.GetTime(), snake.HTTPServer2, snake.Name), Is.EqualTo(("noon", "served", "Ada")));
        Assert.That(snake.NextOne.GetTime(), Is.EqualTo("noon"));
        Assert.That(snake.AllOfThem.Select(found => found.GetTime()), Is.EqualTo(new[] { "noon", "noon" }));
        Assert.That(() => Make().ActLike<ISnake>().GetTime(), Throws.TypeOf<MissingMemberException>().With.Message.Contains("'GetTime'"));
    }

    [Test]
    public void Row17_defaultMethods_runLocallyUnlessTheTargetHasTheMember()
    {
        var target = Make().ActLike<IDefaults>(verify: true);
        Assert.That((target.Greeting, target.Greet("Hi")), Is.EqualTo(("Hello, Ada", "Hi, Ada")));
        Assert.That(target.Recall(), Is.Empty, "the target has its own");
        Assert.That((target.Pick("a", "b"), target.Pick(1, 2)), Is.EqualTo(("b", 2)));
        target.Fill(out var length);
        Assert.That(length, Is.EqualTo(3));
        Assert.That(target.Throw, Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("Ada"));
    }

    [Test]
    public void Row17_genericDefault_ofADerivedInterface()
    {
        Assert.That(Make().ActLike<IGenericDefaults>().Choose([1, 2], 1), Is.EqualTo(2));
        Assert.That(Make().ActLike<IGenericDefaults>().Choose(["a", "b"], 0), Is.EqualTo("a"));
    }

    [Test]
    public void Row17_explicitDefault_ofADerivedInterface()
    {
        Assert.That(Make().ActLike<IExplicitDefaults>().Value(), Is.EqualTo("7"), "the target has its own");
        var bare = MakeBare().ActLike<IExplicitDefaults>();
        Assert.That(bare.Value(), Is.EqualTo($"explicit {bare.Name}"));
    }

    [Test]
    public void Row17_nullables()
    {
        var target = Make().ActLike<INullables>();
        Assert.That((target.Age, target.Nothing), Is.EqualTo(((int?)36, (DateTime?)null)));
        Assert.That((target.Maybe<int>(5), target.Maybe<int>(null)), Is.EqualTo(((int?)5, (int?)null)));
    }

    [Test]
    public void Row17_linqOverAProxyThatIsASequence()
    {
        var sequence = Make().ActLike<ISequence>();
        Assert.That((sequence.Name, sequence.Where(number => number % 2 == 0).Sum()), Is.EqualTo(("Ada", 6)));
        Assert.That(sequence, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Row18_privateMembers_areNeverReachable()
    {
        var target = Make().ActLike<IPrivate>();
        Assert.That(() => target.Hidden, Throws.TypeOf<MissingMemberException>());
        Assert.That(target.HiddenMethod, Throws.TypeOf<MissingMemberException>());
    }
}
