namespace DynamicRpyc.Tests.Proxies;

public interface IAsyncWorker
{
    Task WaitAsync();

    Task<long> AddAsync(int a, int b);

    ValueTask<int> TwiceAsync(int value);

    ValueTask PauseAsync();

    IAsyncEnumerable<long> CountAsync(int count);

    Task<INode> ChildAsync();

    Task<int> HangAsync(CancellationToken cancellationToken = default);

    int Hang(CancellationToken cancellationToken);

    Task FailAsync(string key);

    int CallBack(Func<int, int> function, int value);

    void Work(int steps, IProgress<int> progress);

    Task<string> Name { get; }

    Task<string> Soon { get; }
}

public interface IWaiting
{
    int CallBack(Func<int, int> function, int value, CancellationToken cancellationToken);
}

public interface ITokens
{
    Task<int> LateAsync(CancellationToken token, int value);

    Task<int> LateAsync(CancellationToken? token, int value);

    T HangFor<T>(T value, CancellationToken token);
}

public interface IAsyncResults
{
    Task<long[]> NumbersAsync();

    ValueTask<Dictionary<string, long>> TableAsync();

    Task<List<INode>> FamilyAsync();

    Task<(INode Child, int Count)> PairAsync();
}

public interface IAsyncDefaults
{
    string Name { get; }

    Task<string> GreetAsync(string word) => Task.FromResult($"{word}, {Name}");

    ValueTask<int> LengthAsync() => new(Name.Length);

    Task ThrowAsync() => throw new NotSupportedException(Name);

    /// <summary>The targets have one of their own.</summary>
    Task<long> AddAsync(int a, int b) => Task.FromResult(-1L);

    async IAsyncEnumerable<int> ThreeAsync()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

public interface IOwnEnd : IAsyncDisposable
{
    ValueTask IAsyncDisposable.DisposeAsync() => throw new NotSupportedException("the target has an end");
}

public interface IVisited
{
    int Visit(Func<INode, int> visitor);
}
