using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>"Server side, parameters of interface type accept a netref": C# callers. The Python ones are in <c>adapter_scenes.py</c>.</summary>
internal sealed class AdapterTests
{
    private Connection _connection = null!;
    private Connection _strict = null!;

    private dynamic Root => _connection.Root;

    /// <summary>The server as a caller with the default settings sees it, of whose objects a peer may use only what is meant for peers.</summary>
    private dynamic FromStrict => _strict.Root;

    [OneTimeSetUp]
    public void Open()
    {
        var server = RpycConfig.Default with { AllowPublicAttributes = true };
        _connection = Rpyc.ConnectThread(config: RpycConfig.Default with { AllowPublicAttributes = true, AllowSetAttribute = true }, remoteService: new AdapterService(), remoteConfig: server);
        _strict = Rpyc.ConnectThread(remoteService: new AdapterService(), remoteConfig: server);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _connection.Close();
        _strict.Close();
    }

    [Test]
    public async Task Stream_isReadWrittenAndSought()
    {
        using var stream = new MemoryStream();
        stream.Write([.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        stream.Position = 0;
        Assert.That((byte[])Root.ReadAll(stream), Is.EqualTo(stream.ToArray()));
        stream.Position = 0;
        Assert.That((int)await Root.CountBytesAsync(stream), Is.EqualTo(100));
        Assert.That((string)Root.SeekAbout(stream), Is.EqualTo("100 2 99 -1 100"));
        Assert.That((string)Root.Abilities(stream), Is.EqualTo("True True True"));
        stream.Position = 0;
        Root.WriteTo(stream, new byte[] { 7, 8 }, false);
        Assert.That(stream.ToArray()[..5], Is.EqualTo(new byte[] { 7, 8, 7, 8, 4 }));
        Root.Cut(stream, 3);
        Assert.That(stream.Length, Is.EqualTo(3));
        Root.WriteTo(stream, new byte[] { 9 }, true);
        Assert.That(stream.CanRead, Is.False, "closed over there, closed here");
    }

    [Test]
    public void Stream_givenBack_isTheObjectItself()
    {
        using var stream = new MemoryStream();
        Assert.That((object)Root.SameStream(stream), Is.SameAs(stream));
    }

    [Test]
    public void Stream_ofACallerThatAllowsNothing_isRefusedByName()
    {
        using var stream = new MemoryStream([1]);
        Assert.That(() => FromStrict.ReadAll(stream), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("AllowPublicAttributes"));
    }

    [Test]
    public async Task TextReader_isReadByLineAndPiece()
    {
        Assert.That((object)Root.ReadLines(new StringReader("one\ntwo\n\nlast")), Is.EqualTo(new PyTuple("one", "two", "", "last")));
        Assert.That((string)Root.ReadPieces(new StringReader("abcdef\nrest\n")), Is.EqualTo("a|a|bcd|e|ef|rest\n|-1-1"));
        Assert.That((string)await Root.ReadAsync(new StringReader("one\ntwo\nthree")), Is.EqualTo("one|two\nthree"));
    }

    [Test]
    public void TextWriter_isWrittenTo()
    {
        using var writer = new StringWriter();
        Root.WriteText(writer);
        Assert.That(writer.ToString(), Is.EqualTo("abc\nline\n1.5 later\n"));
    }

    [Test]
    public void Overloads_ofFiles_areChosenByTheKindOfFile()
    {
        Assert.That((string)Root.Which(new MemoryStream([1])), Is.EqualTo("Stream"));
        Assert.That((string)Root.Which(new StringReader("x")), Is.EqualTo("TextReader"));
        Assert.That((string)Root.Which("x"), Is.EqualTo("string"));
        Assert.That((string)Root.OrObject(new MemoryStream([1])), Is.EqualTo("Stream"));
        Assert.That((string)Root.OrObject(new Duck()), Is.EqualTo("object"), "nothing says that a duck is a stream");
        Assert.That((string)Root.PersonOrObject(new Duck()), Is.EqualTo("object"), "nothing says that a duck is a person");
    }

    [Test]
    public void Progress_isReportedTo()
    {
        var seen = new List<int>();
        FromStrict.Steps(3, new Progress(seen.Add));
        Assert.That(seen, Is.EqualTo(new[] { 1, 2, 3 }));
        FromStrict.Steps(1, Rpyc.Act(step => seen.Add((int)step!)));
        Assert.That(seen, Is.EqualTo(new[] { 1, 2, 3, 1 }), "a function will do");
        Assert.That(() => FromStrict.Steps(1, new object()), Throws.InstanceOf<ArgumentException>().With.Message.EqualTo(
            "Steps(Int32 count, IProgress<Int32> progress): argument 'progress': The remote 'System.Object' cannot become a System.IProgress`1[System.Int32]: it has neither Report nor report, and cannot be called."));
    }

    [Test]
    public void Observer_isNotified()
    {
        var observer = new Observer();
        FromStrict.Observe(observer, false);
        FromStrict.Observe(observer, true);
        Assert.That(observer.Seen, Is.EqualTo(new[] { "one", "two", "completed", "one", "two", "error broken" }));
    }

    [Test]
    public void CancellationToken_cancelsOverThere()
    {
        using var source = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        AsyncResult running = Rpyc.Async(FromStrict.UntilCancelled)(new TextProgress(_ => started.TrySetResult()), source.Token);
        Eventually.Completes(started.Task, "the remote work to start");
        Assert.That(running.Ready, Is.False);
        source.Cancel();
        Assert.That((object?)Eventually.Result(running.AsTask(), "the remote work to end"), Is.EqualTo("cancelled"));
        Assert.That((string)FromStrict.UntilCancelled(new TextProgress(static _ => { }), source.Token), Is.EqualTo("cancelled"), "cancelled before");
        Assert.That((bool)FromStrict.CanBeCancelled(CancellationToken.None), Is.False);
        Assert.That((bool)FromStrict.CanBeCancelled(source.Token), Is.True);
    }

    [Test]
    public async Task Sequences_areWalkedOver()
    {
        Assert.That((int)FromStrict.Sum(new List<int> { 1, 2, 3 }), Is.EqualTo(6));
        Assert.That((int)FromStrict.SumOfFirst(Endless(), 4), Is.EqualTo(6));
        Assert.That((int)await FromStrict.SumAsync(new List<int> { 1, 2, 3 }), Is.EqualTo(6));
    }

    [Test]
    public void DictionaryAndList_writeThrough()
    {
        var numbers = new Dictionary<string, int> { ["old"] = 1 };
        Assert.That((string)Root.ChangeDictionary(numbers), Is.EqualTo("True False True False added,new 8"));
        Assert.That(numbers, Is.EquivalentTo(new Dictionary<string, int> { ["new"] = 1, ["added"] = 7 }));
        var list = new List<int> { 1, 2, 3 };
        Assert.That((string)Root.ChangeList(list), Is.EqualTo("True True 2 3 8,10,3"));
        Assert.That(list, Is.EqualTo(new[] { 8, 10, 3 }));
        Assert.That((int)Root.ClearList(list), Is.Zero);
        Assert.That(list, Is.Empty);
    }

    [Test]
    public void Functions_ofAnySignature_areCalled()
    {
        var heard = "";
        Assert.That((string)FromStrict.Functions(new Func<int, int>(x => x * 2), new Action<string>(text => heard = text), new Func<int, bool>(x => x % 2 == 0), new Func<int, int, int>((a, b) => a - b)),
            Is.EqualTo("42 True False -1"));
        Assert.That(heard, Is.EqualTo("called"));
    }

    [Test]
    public async Task InterfaceParameter_takesARemoteObject()
    {
        Assert.That((string)Root.Greet(new Duck()), Is.EqualTo("Hello, Ada (36)"));
        var duck = new Duck();
        Assert.That((string)Root.Rename(duck, "Bo"), Is.EqualTo("Bo"));
        Assert.That(duck.Name, Is.EqualTo("Bo"));
        Assert.That((string)Root.Walk(duck), Is.EqualTo("Child A,B"));
        Assert.That((long)await Root.AddAsync(duck, 1, 2), Is.EqualTo(3));
        Root.Keep(duck);
        Assert.That((object)Root.Kept(), Is.SameAs(duck));
    }

    [Test]
    public void InterfaceParameter_missingMember_isNamedToTheCaller() =>
        Assert.That(() => Root.Lacking(new Duck()), Throws.TypeOf<MissingMemberException>()
            .With.Message.EqualTo("IIncomplete.Missing is missing: the remote DynamicRpyc.Tests.Proxies.Duck has no member 'Missing'."));

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
            yield return i;
    }

    private sealed class Progress(Action<int> action) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => action(value);
    }

    private sealed class TextProgress(Action<string> action) : IProgress<string>
    {
        public void Report(string value) => action(value);
    }

    private sealed class Observer : IObserver<string>
    {
        public List<string> Seen { get; } = [];

        public void OnNext(string value) => Seen.Add(value);

        public void OnError(Exception error) => Seen.Add($"error {error.Message}");

        public void OnCompleted() => Seen.Add("completed");
    }
}
