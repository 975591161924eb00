namespace DynamicRpyc.Tests.Proxies;

/// <summary>"Overloads are chosen by the declared argument type": also of methods that give tasks or sequences, and where the parameters' types are generic.</summary>
[TestFixture(true)]
[TestFixture(false)]
internal sealed class DeclaredOverloadTests(bool isRemote)
{
    private Connection? _connection;
    private IKinds _kinds = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        _connection = isRemote ? Rpyc.ConnectThread(remoteService: new KindService(), remoteConfig: RpycConfig.Default with { AllowPublicAttributes = true }) : null;
        _kinds = (isRemote ? (object)_connection!.Root.Make() : new Kinds()).ActLike<IKinds>();
    }

    [OneTimeTearDown]
    public void Close() => _connection?.Close();

    [Test]
    public async Task Row05_task() => Assert.That(
        (await _kinds.SoonAsync(1), await _kinds.SoonAsync((object)1), await _kinds.SoonAsync("s"), await _kinds.SoonAsync((object)"s"), await _kinds.SoonAsync((string)null!), await _kinds.SoonAsync((object)null!)),
        Is.EqualTo(("int", "object", "string", "object", "string", "object")));

    [Test]
    public async Task Row05_task_ofAnOrdinaryMethod() => Assert.That((await _kinds.PlainAsync((object)1), await _kinds.PlainAsync(1)), Is.EqualTo(("object", "int")));

    [Test]
    public async Task Row05_task_withAToken()
    {
        using var cancel = new CancellationTokenSource();
        Assert.That((await _kinds.TokenAsync((object)1, cancel.Token), await _kinds.TokenAsync(1, cancel.Token), await _kinds.TokenAsync((object)1, default)), Is.EqualTo(("object", "int", "object")));
        await cancel.CancelAsync();
        Assert.That(async () => await _kinds.TokenAsync((object)1, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Row05_sequence()
    {
        var seen = new List<string>();
        await foreach (var kind in _kinds.ManyAsync((object)1))
            seen.Add(kind);
        await foreach (var kind in _kinds.ManyAsync(1))
            seen.Add(kind);
        Assert.That(seen, Is.EqualTo(new[] { "object", "int" }));
    }

    [Test]
    public void Row05_genericTypes()
    {
        var list = new List<int> { 1 };
        Assert.That((_kinds.Of(list), _kinds.Of((IEnumerable<int>)list), _kinds.Of((object)list), _kinds.Of(new[] { 1 }), _kinds.Of((IEnumerable<int>)[1])), Is.EqualTo(("list", "sequence", "object", "array", "sequence")));
        Assert.That((_kinds.Of((List<int>)null!), _kinds.Of((int[])null!)), Is.EqualTo(("list", "array")));
    }

    [Test]
    public void Row05_genericMethods()
    {
        var list = new List<int> { 1 };
        object any = 5;
        Assert.That((_kinds.Shape(5), _kinds.Shape(any), _kinds.Shape(list), _kinds.Shape((object)list)), Is.EqualTo(("Int32", "object", "list of Int32", "object")));
        Assert.That((_kinds.Shape<object>(5), _kinds.Shape<List<int>>(list), _kinds.Shape<string>((string)null!), _kinds.Shape((List<string>)null!)), Is.EqualTo(("Object", "List`1", "String", "list of String")));
    }

    [Test]
    public async Task Row05_genericMethods_thatGiveTasks()
    {
        var list = new List<int> { 1 };
        object any = 5;
        Assert.That((await _kinds.ShapeAsync(5), await _kinds.ShapeAsync(any), await _kinds.ShapeAsync(list), await _kinds.ShapeAsync<List<int>>(list), await _kinds.ShapeAsync((object)list)),
            Is.EqualTo(("Int32", "object", "list of Int32", "List`1", "object")));
    }

    [Test]
    public void Row05_overloadThatTheTargetLacks_isThatWhichFits() => Assert.That((_kinds.Few((object)1), _kinds.Few(1L)), Is.EqualTo(("long", "long")));

    public interface IKinds
    {
        Task<string> SoonAsync(int value);

        Task<string> SoonAsync(object value);

        Task<string> SoonAsync(string value);

        ValueTask<string> PlainAsync(int value);

        ValueTask<string> PlainAsync(object value);

        Task<string> TokenAsync(int value, CancellationToken cancellationToken);

        Task<string> TokenAsync(object value, CancellationToken cancellationToken);

        IAsyncEnumerable<string> ManyAsync(int value);

        IAsyncEnumerable<string> ManyAsync(object value);

        string Of(int[] value);

        string Of(List<int> value);

        string Of(IEnumerable<int> value);

        string Of(object value);

        string Shape<T>(T value);

        string Shape<T>(List<T> value);

        string Shape(object value);

        Task<string> ShapeAsync<T>(T value);

        Task<string> ShapeAsync<T>(List<T> value);

        Task<string> ShapeAsync(object value);

        string Few(object value);

        string Few(long value);
    }

    public sealed class KindService : Service
    {
        public Kinds Make() => new();
    }

    public sealed class Kinds
    {
        public Task<string> SoonAsync(int value) => Soon("int");

        public Task<string> SoonAsync(object value) => Soon("object");

        public Task<string> SoonAsync(string value) => Soon("string");

        public string PlainAsync(int value) => "int";

        public string PlainAsync(object value) => "object";

        public Task<string> TokenAsync(int value, CancellationToken cancellationToken) => Soon("int", cancellationToken);

        public Task<string> TokenAsync(object value, CancellationToken cancellationToken) => Soon("object", cancellationToken);

        public async IAsyncEnumerable<string> ManyAsync(int value)
        {
            yield return await Soon("int");
        }

        public async IAsyncEnumerable<string> ManyAsync(object value)
        {
            yield return await Soon("object");
        }

        public string Of(int[] value) => "array";

        public string Of(List<int> value) => "list";

        public string Of(IEnumerable<int> value) => "sequence";

        public string Of(object value) => "object";

        public string Shape<T>(T value) => typeof(T).Name;

        public string Shape<T>(List<T> value) => $"list of {typeof(T).Name}";

        public string Shape(object value) => "object";

        public Task<string> ShapeAsync<T>(T value) => Soon(typeof(T).Name);

        public Task<string> ShapeAsync<T>(List<T> value) => Soon($"list of {typeof(T).Name}");

        public Task<string> ShapeAsync(object value) => Soon("object");

        public string Few(long value) => "long";

        private static async Task<string> Soon(string kind, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return kind;
        }
    }
}
