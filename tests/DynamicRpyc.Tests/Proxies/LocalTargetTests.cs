using System.Dynamic;
using Newtonsoft.Json.Linq;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>Rows of the list that only other kinds of local objects show: anonymous ones, dictionaries, ExpandoObject, JObject, classes of <c>DynamicObject</c>.</summary>
internal sealed class LocalTargetTests
{
    [Test]
    public void Row01_propertiesOfAnonymousObjects()
    {
        var person = new { Name = "Bo", Age = 5 }.ActLike<IPerson>();
        Assert.That((person.Name, person.Age), Is.EqualTo(("Bo", 5)));
        Assert.That(() => person.Name = "x", Throws.TypeOf<MissingMemberException>().With.Message.Contains("'Name'").And.Message.Contains("read-only"));
    }

    [Test]
    public void Row01_propertiesOfExpandoObject()
    {
        dynamic expando = new ExpandoObject();
        expando.Name = "Bo";
        expando.Age = 5;
        IPerson person = Rpyc.ActLike<IPerson>(expando);
        person.Name = "Cy";
        Assert.That((person.Name, person.Age, (string)expando.Name), Is.EqualTo(("Cy", 5, "Cy")));
        ((object)expando).ActLike<IWriteOnly>().Note = "new";
        Assert.That((string)expando.Note, Is.EqualTo("new"));
    }

    [Test]
    public void Row01_propertiesOfDictionaries()
    {
        var entries = new Dictionary<string, object> { ["Name"] = "Bo", ["Age"] = 5 };
        var person = entries.ActLike<IPerson>();
        person.Name = "Cy";
        Assert.That((person.Name, person.Age, entries["Name"]), Is.EqualTo(("Cy", 5, (object)"Cy")));
        Assert.That(new Dictionary<string, int> { ["Age"] = 7 }.ActLike<IPerson>().Age, Is.EqualTo(7));
    }

    [Test]
    public void Row01_propertiesOfJObject()
    {
        var json = JObject.Parse("""{ "Name": "Bo", "Age": 5, "Children": [{ "Name": "A" }, { "Name": "B" }], "Child": { "Name": "C" } }""");
        var person = json.ActLike<IPerson>();
        person.Name = "Cy";
        Assert.That((person.Name, person.Age, (string?)json["Name"]), Is.EqualTo(("Cy", 5, "Cy")));
        var node = json.ActLike<INode>();
        Assert.That((node.Child.Name, string.Join(",", node.Children.Select(child => child.Name))), Is.EqualTo(("C", "A,B")));
        Assert.That(() => json.ActLike<IIncomplete>().Missing, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("IIncomplete.Missing is missing: the JObject has no member 'Missing'."));
    }

    [Test]
    public void Row02_collectionsAndNullsOfJObject()
    {
        var json = JObject.Parse("""{ "Map": { "a": 1 }, "Numbers": [1, 2], "Absent": null }""").ActLike<IJson>();
        Assert.That((json.Map["a"], json.Numbers, json.Absent), Is.EqualTo((1, new long[] { 1, 2 }, (int?)null)));
    }

    [Test]
    public void Row14_dunderCall_isTheCallOfADelegate() => Assert.That(new Func<int, int, int>(static (a, b) => a + b).ActLike<IAdder>().Add(1, 2), Is.EqualTo(3));

    [Test]
    public void Row08_listsAndArrays_haveIndexers()
    {
        Assert.That(new[] { "a" }.ActLike<IItems>(verify: true)[0], Is.EqualTo("a"));
        var longs = new List<int> { 1, 2 }.ActLike<IList<long>>();
        longs.Add(3);
        Assert.That(longs.ToArray(), Is.EqualTo(new[] { 1L, 2L, 3L }), "copied by converting each item");
    }

    [Test]
    public void Row01_membersOfADynamicObject()
    {
        var recorder = new Recorder();
        recorder.ActLike<IPerson>().Name = "Bo";
        Assert.That(recorder.ActLike<IPerson>().Name, Is.EqualTo("got Name"));
        Assert.That(recorder.ActLike<IWorker>().Recall(), Is.EqualTo("called Recall()"));
        Assert.That(recorder.ActLike<IOverloads>().Join("-", 1, 2), Is.EqualTo("called Join(-, 1, 2)"));
        Assert.That(recorder.ActLike<IOverloads>().OptionalHere(1), Is.EqualTo("called OptionalHere(1, 20, c: 30)"));
        Assert.That(recorder.ActLike<IGenerics>().TypeName<int>(), Is.EqualTo("called TypeName<Int32>()"));
        Assert.That(recorder.Set, Is.EqualTo(new[] { "Name=Bo" }));
        Assert.That(() => recorder.ActLike<IPrivate>().Hidden, Is.EqualTo("got Hidden"), "made up, not the private one");
    }

    [Test]
    public void Row02_nestedDictionary_asDynamicHasMembers()
    {
        var nested = new Dictionary<string, object> { ["Nested"] = new Dictionary<string, object> { ["Key"] = "inner" } }.ActLike<IDynamicNested>().Nested;
        Assert.That((string)nested.Key, Is.EqualTo("inner"));
        nested.Key = "changed";
        Assert.That((string)nested["Key"], Is.EqualTo("changed"));
    }

    [Test]
    public void Row02_textsOfAllKinds_convert()
    {
        var typed = new { Id = "6f9619ff-8b86-d011-b42d-00cf4fc964ff", Day = "2020-02-29", Size = "1.5", Span = "00:01:00", Link = "http://a/b", Edition = "1.2" }.ActLike<ITexts>();
        Assert.That((typed.Id, typed.Day, typed.Size, typed.Span, typed.Link, typed.Edition),
            Is.EqualTo((Guid.Parse("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), new DateOnly(2020, 2, 29), (decimal?)1.5m, TimeSpan.FromMinutes(1), new Uri("http://a/b"), new Version(1, 2))));
        Assert.That(() => new { Edition = "first" }.ActLike<ITexts>().Edition, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "ITexts.Edition: String \"first\" cannot become a System.Version: 'first' is no version, such as 1.2.3."));
        Assert.That(() => new { Size = "99999999999999999999999999999999" }.ActLike<ITexts>().Size, Throws.TypeOf<InvalidCastException>().With.Message.StartsWith("ITexts.Size: String \"9999"));
        Assert.That(() => new { Day = (object?)null }.ActLike<ITexts>().Day, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("ITexts.Day: null cannot become a System.DateOnly."));
        Assert.That(() => new { Id = 3.5 }.ActLike<IPerson2>().Id, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo("IPerson2.Id: Double 3.5 cannot become a System.Int32."));
    }

    [Test]
    public void Row02_userDefinedConversions_areUsed()
    {
        Assert.That(new { Id = new Celsius(4) }.ActLike<IPerson2>().Id, Is.EqualTo(4));
    }

    [Test]
    public void Row03_missingMember_ofAnExpandoObject()
    {
        var incomplete = new ExpandoObject().ActLike<IIncomplete>();
        Assert.That(() => incomplete.Missing, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("IIncomplete.Missing is missing: the ExpandoObject has no member 'Missing'."));
        Assert.That(() => new ExpandoObject().ActLike<IIncomplete>(verify: true), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo(
            "The ExpandoObject cannot act like IIncomplete: it has no member 'Name' (IIncomplete.Name), 'Missing' (IIncomplete.Missing), 'Absent' (IIncomplete.Absent)."));
        Assert.That(() => new { Name = (object?)null }.ActLike<INameMethod>().Name(), Throws.TypeOf<MissingMemberException>().With.Message.Matches("^INameMethod.Name cannot be called: 'Name' of the .* is null\\.$"));
    }

    [Test]
    public void Row04_methodsOfAnExpandoObject_areItsDelegates()
    {
        dynamic expando = new ExpandoObject();
        var remembered = "";
        expando.Remember = new Action<string>(text => remembered = text);
        expando.Recall = new Func<string>(() => remembered);
        expando.Add = new Func<long, long, long>((a, b) => a + b);
        expando.Fail = new Action<string>(key => throw new KeyNotFoundException(key));
        IWorker worker = Rpyc.ActLike<IWorker>(expando);
        worker.Remember("this");
        Assert.That((worker.Recall(), worker.Add(20, 22)), Is.EqualTo(("this", 42)));
        Assert.That(() => worker.Fail("k"), Throws.TypeOf<KeyNotFoundException>());
    }

    private delegate bool Parse(string text, out int value);

    [Test]
    public void Row06_outOfADelegate_writesBack()
    {
        dynamic expando = new ExpandoObject();
        expando.TryParse = new Parse(int.TryParse);
        IByRef target = Rpyc.ActLike<IByRef>(expando);
        Assert.That((target.TryParse("12", out var value), value), Is.EqualTo((true, 12)));
    }

    [Test]
    public void Row09_eventsOfAnExpandoObject()
    {
        dynamic expando = new ExpandoObject();
        expando.Changed = null;
        expando.Raise = new Action<string>(text => expando.Changed?.Invoke(null, text));
        INotifier target = Rpyc.ActLike<INotifier>(expando);
        var heard = new List<string>();
        EventHandler<string> hear = (_, text) => heard.Add(text);
        target.Changed += hear;
        target.Raise("one");
        target.Changed -= hear;
        target.Raise("two");
        Assert.That(heard, Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public void Row09_propertyNamedLikeAnEvent_doesNotCollide()
    {
        Assert.That(new { Changed = 3 }.ActLike<IHasPropertyChanged>().Changed, Is.EqualTo(3));
        var both = new { Changed = 3 }.ActLike<IHasPropertyChanged>(typeof(INotifier));
        Assert.That(both.Changed, Is.EqualTo(3));
        Assert.That(() => ((INotifier)both).Changed += (_, _) => { }, Throws.TypeOf<InvalidCastException>()
            .With.Message.Matches("^INotifier.Changed: 'Changed' of the .* is Int32 3, to which no handler can be added.$"));
    }

    [Test]
    public void Row12_null_throwsArgumentNull()
    {
        Assert.That(() => ((object)null!).ActLike<IPerson>(), Throws.ArgumentNullException);
        Assert.That(() => ((object)null!).ActLike(typeof(IPerson)), Throws.ArgumentNullException);
        Assert.That(() => ((object)null!).UndoActLike(), Throws.ArgumentNullException);
        Assert.That(() => ((object)null!).AllActLike<IPerson>(), Throws.ArgumentNullException);
    }

    [Test]
    public void Row12_objectThatImplementsTheInterface_isGivenAsItIs()
    {
        IComparable text = "text";
        Assert.That(text.ActLike<IComparable>(), Is.SameAs(text));
    }

    [Test]
    public void Row13_wrongInterfaces_areNamed()
    {
        Assert.That(() => new object().ActLike<string>(), Throws.ArgumentException.With.Message.EqualTo("System.String is not an interface; an object can act like interfaces only."));
        Assert.That(() => new object().ActLike(typeof(IRepository<,>)), Throws.ArgumentException.With.Message.StartsWith("DynamicRpyc.Tests.Proxies.IRepository<TKey, TItem> is an open generic interface: close it first."));
        Assert.That(() => new object().ActLike(), Throws.ArgumentException.With.Message.StartsWith("Name at least one interface to act like."));
        Assert.That(() => new object().AllActLike<IPerson>(), Throws.ArgumentException.With.Message.StartsWith("A System.Object is not a sequence."));
    }

    [Test]
    public void Row11_membersThatCannotBePassedOn_areRejectedByNameWhenWrapping()
    {
        const string Of = "No object can be made to act like DynamicRpyc.Tests.Proxies.";
        Assert.That(() => new object().ActLike<ISpans>(), Throws.TypeOf<NotSupportedException>()
            .With.Message.EqualTo(Of + "ISpans: its member 'ISpans.Fill' has the parameter 'buffer' of type Span<Byte>, which is by-ref-like or a pointer."));
        Assert.That(() => new object().ActLike<IRefReturn>(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(Of + "IRefReturn: its member 'IRefReturn.Cell' returns by reference."));
        Assert.That(() => new object().ActLike<ISpanReturn>(), Throws.TypeOf<NotSupportedException>()
            .With.Message.EqualTo(Of + "ISpanReturn: its member 'ISpanReturn.Window' returns a Span<Byte>, which is by-ref-like or a pointer."));
        Assert.That(() => new object().ActLike<IOutLater>(), Throws.TypeOf<NotSupportedException>()
            .With.Message.EqualTo(Of + "IOutLater: its member 'IOutLater.TryAsync' has the ref or out parameter 'value' beside a result that comes later."));
        Assert.That(() => new object().ActLike<IMadeOnce>(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            Of + "IMadeOnce: its member 'IMadeOnce.set_Name' is an init accessor, which runs while an object is made, and this one is made already; declare it as set."));
        Assert.That(() => new object().ActLike(typeof(IStaticAbstract)), Throws.TypeOf<NotSupportedException>()
            .With.Message.EqualTo(Of + "IStaticAbstract: its member 'IStaticAbstract.Make' is static and abstract, which only a class can implement."));
    }

    [Test]
    public void Row15_valuesWhereTasksAreDeclared_areFinishedTasks()
    {
        dynamic expando = new ExpandoObject();
        expando.AddAsync = new Func<int, int, int>((a, b) => a + b);
        expando.FailAsync = new Action<string>(key => throw new KeyNotFoundException(key));
        IAsyncWorker worker = Rpyc.ActLike<IAsyncWorker>(expando);
        Assert.That(worker.AddAsync(1, 2).Result, Is.EqualTo(3L));
        var failing = worker.FailAsync("k");
        Assert.That(async () => await failing, Throws.TypeOf<KeyNotFoundException>(), "thrown by the task, not by the call");
    }

    [Test]
    public void Row15_trailingToken_isPassedToATargetThatTakesOne()
    {
        dynamic expando = new ExpandoObject();
        CancellationToken seen = default;
        expando.HangAsync = new Func<CancellationToken, Task<int>>(token =>
        {
            seen = token;
            return Task.FromResult(1);
        });
        using var source = new CancellationTokenSource();
        IAsyncWorker worker = Rpyc.ActLike<IAsyncWorker>(expando);
        Assert.That(worker.HangAsync(source.Token).Result, Is.EqualTo(1));
        Assert.That(seen, Is.EqualTo(source.Token));
    }

    [Test]
    public void Row16_disposingAProxyOfALocalObject_disposesTheObject()
    {
        var duck = new Duck();
        duck.ActLike<IClosable>().Dispose();
        Assert.That(duck.IsDisposed, Is.True);
    }

    [Test]
    public void Row17_explicitImplementationsOfTheTarget_areReachable() => Assert.That(new Explicit().ActLike<IOtherValue>().Value(), Is.EqualTo(7));

    public interface IItems
    {
        string this[int index] { get; }
    }

    public interface IJson
    {
        IDictionary<string, int> Map { get; }

        IReadOnlyList<long> Numbers { get; }

        int? Absent { get; }
    }

    public interface ITexts
    {
        Guid Id { get; }

        DateOnly Day { get; }

        decimal? Size { get; }

        TimeSpan Span { get; }

        Uri Link { get; }

        Version Edition { get; }
    }

    public interface IPerson2
    {
        int Id { get; }
    }

    public interface INameMethod
    {
        string Name();
    }

    private sealed record Celsius(int Degrees)
    {
        public static explicit operator int(Celsius value) => value.Degrees;
    }

    private sealed class Recorder : DynamicObject
    {
        public List<string> Set { get; } = [];

        private string Hidden => "private" + Set.Count;

        public override bool TryGetMember(GetMemberBinder binder, out object? result)
        {
            result = $"got {binder.Name}" + Hidden[..0];
            return true;
        }

        public override bool TrySetMember(SetMemberBinder binder, object? value)
        {
            Set.Add($"{binder.Name}={value}");
            return true;
        }

        public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
        {
            var types = (Type[]?)binder.GetType().GetProperty("TypeArguments", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)?.GetValue(binder);
            var positional = args!.Length - binder.CallInfo.ArgumentNames.Count;
            var shown = args.Select((value, i) => i < positional ? $"{value}" : $"{binder.CallInfo.ArgumentNames[i - positional]}: {value}");
            result = $"called {binder.Name}{(types is { Length: > 0 } ? $"<{types[0].Name}>" : "")}({string.Join(", ", shown)})";
            return true;
        }
    }
}
