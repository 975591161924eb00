using BenchmarkDotNet.Attributes;
using DynamicRpyc.Messages;
using DynamicRpyc.Netrefs;

namespace DynamicRpyc.Benchmarks.Micro;

/// <summary>c2: what a <c>dynamic</c> call costs before anything is sent: the request is answered at once with the same value.</summary>
[InProcess, MemoryDiagnoser]
public class CallSite
{
    private readonly dynamic _function = new Netref(new Instant(), new IdPack("builtins.method", 1, 2));
    private readonly object _one = 1;
    private readonly object _two = 2;

    /// <summary>Both arguments are boxed by the call site.</summary>
    [Benchmark]
    public object Invoke() => _function(1, 2);

    /// <summary>As <see cref="Invoke"/>, with arguments that are objects already.</summary>
    [Benchmark]
    public object InvokeWithObjects() => _function(_one, _two);

    /// <summary>A call by name.</summary>
    [Benchmark]
    public object InvokeMember() => _function.add(1, 2);

    private sealed class Instant : IRequester
    {
        private static readonly object _answer = 3;
        private static readonly HashSet<string> _noMethods = [];

        public bool IsClosed => false;

        public bool IsDotNet => true;

        public RpycConfig Config => RpycConfig.Default;

        public object? Request(scoped in Operation operation) => _answer;

        public object? Request(scoped in Operation operation, TimeSpan patience) => _answer;

        public object? Request(scoped in Operation operation, CancellationToken cancellationToken) => Request(operation);

        public Task<object?> RequestAsync(scoped in Operation operation, TimeSpan? timeout, CancellationToken cancellationToken = default) => Task.FromResult<object?>(_answer);

        public void Release(Netref netref) { }

        public void Finalized(Netref netref) { }

        public IReadOnlySet<string> SpecialMethodsOf(Netref netref) => _noMethods;

        public ValueTask<IReadOnlySet<string>> SpecialMethodsOfAsync(Netref netref) => new(_noMethods);
    }
}
