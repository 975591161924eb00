using DynamicRpyc.Foundation;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>One operation as it was asked for, kept beyond the call.</summary>
internal sealed record Recorded(Handler Handler, Netref? Target, string? Name, object?[] Arguments, string[]? Keywords)
{
    /// <summary>Short enough to compare in a test: <c>CallAttr append(1)</c>.</summary>
    public override string ToString()
    {
        var positional = Arguments.Length - (Keywords?.Length ?? 0);
        var shown = Arguments.Select((value, i) => i < positional ? Show(value) : $"{Keywords![i - positional]}={Show(value)}");
        return $"{Handler} {Name}({string.Join(", ", shown)})";
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        Netref netref => netref.LocalText,
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}

/// <summary>A connection without a wire: records every operation and answers by a delegate.</summary>
internal sealed class FakeRequester : IRequester
{
    private readonly HashSet<string> _inspected = [];
    private long _nextId = 1;

    internal List<Recorded> Operations { get; } = [];

    internal Func<Recorded, object?> Answer { get; set; } = static _ => null;

    /// <summary>What INSPECT lists, by remote type name.</summary>
    internal Dictionary<string, HashSet<string>> Methods { get; } = [];

    /// <summary>Makes every request an error that a thread would wait for.</summary>
    internal bool RefusesToWait { get; set; }

    internal List<IdPack> FinalizedIds { get; } = [];

    public bool IsClosed { get; set; }

    public bool IsDotNet { get; set; }

    public RpycConfig Config { get; set; } = RpycConfig.Default;

    internal IEnumerable<string> Log => Operations.Select(static operation => operation.ToString());

    /// <summary>A netref to a new remote object of the type, which has the methods.</summary>
    internal Netref Make(string type = "test.Thing", params string[] methods)
    {
        if (methods.Length > 0 || !Methods.ContainsKey(type))
            Methods[type] = [.. methods];
        return new Netref(this, new IdPack(type, 7, _nextId++));
    }

    /// <summary>A remote list over local items: <c>__iter__</c>, <c>__next__</c>, BUFFITER.</summary>
    internal Netref MakeIterable(IEnumerable<object?> items, string type = "builtins.list", params string[] methods)
    {
        var list = Make(type, ["__iter__", .. methods]);
        var iterators = new Dictionary<Netref, IEnumerator<object?>>(ReferenceEqualityComparer.Instance);
        var before = Answer;
        Answer = operation =>
        {
            if (ReferenceEquals(operation.Target, list) && operation.Name == "__iter__")
            {
                var iterator = Make("builtins.list_iterator");
                iterators.Add(iterator, items.GetEnumerator());
                return iterator;
            }
            if (operation.Target is null || !iterators.TryGetValue(operation.Target, out var position))
                return before(operation);
            if (operation.Handler == Handler.BuffIter)
                return Take(position, (int)operation.Arguments[0]!);
            return position.MoveNext() ? position.Current : throw new StopIterationException();
        };
        return list;
    }

    public object? Request(scoped in Operation operation) =>
        RefusesToWait ? throw new InvalidOperationException($"A thread would wait for {operation.Handler} {operation.Name}.") : Ask(operation);

    private object? Ask(scoped in Operation operation)
    {
        if (IsClosed)
            throw new ConnectionClosedException(CloseReason.LinkLost, "The link is gone.");
        var recorded = new Recorded(operation.Handler, operation.Target, operation.Name, operation.Arguments.ToArray(), operation.Keywords);
        Operations.Add(recorded);
        return Answer(recorded);
    }

    public object? Request(scoped in Operation operation, TimeSpan patience) => Request(operation);

    public object? Request(scoped in Operation operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Request(operation);
    }

    public Task<object?> RequestAsync(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(Ask(operation));
        }
        catch (Exception failure)
        {
            return Task.FromException<object?>(failure);
        }
    }

    public void Release(Netref netref) => ((DynamicRpyc.Boxing.INetref)netref).IsReleased = true;

    public void Finalized(Netref netref)
    {
        lock (FinalizedIds)
            FinalizedIds.Add(netref.Id);
    }

    public IReadOnlySet<string> SpecialMethodsOf(Netref netref) => !RefusesToWait || _inspected.Contains(netref.RemoteTypeName)
        ? Inspect(netref)
        : throw new InvalidOperationException($"A thread would wait for INSPECT of {netref.RemoteTypeName}.");

    public ValueTask<IReadOnlySet<string>> SpecialMethodsOfAsync(Netref netref) => new(Inspect(netref));

    private HashSet<string> Inspect(Netref netref)
    {
        _inspected.Add(netref.RemoteTypeName);
        return Methods[netref.RemoteTypeName];
    }

    private static PyTuple Take(IEnumerator<object?> position, int count)
    {
        var taken = new List<object?>();
        while (taken.Count < count && position.MoveNext())
            taken.Add(position.Current);
        return new PyTuple([.. taken]);
    }
}
