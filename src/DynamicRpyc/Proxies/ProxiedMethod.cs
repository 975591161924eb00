using System.Reflection;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>A method: a call, made at once or, where it returns a task or an asynchronous sequence, as an asynchronous request.</summary>
internal sealed class ProxiedMethod : ProxiedRequest
{
    private readonly int _returnedCount;
    private readonly Lazy<bool> _hasRivals;

    internal ProxiedMethod(MethodInfo method) : base(method, method)
    {
        Parameters = [.. method.GetParameters().Select(static parameter => new ProxiedParameter(parameter))];
        IsPlain = Array.TrueForAll(Parameters, static parameter => parameter.IsPlain);
        TokenAt = Array.FindLastIndex(Parameters, static parameter => parameter.IsToken);
        _hasRivals = new Lazy<bool>(() => FindsRivals(method));
        _returnedCount = Parameters.Count(static parameter => parameter.IsReturned);
    }

    internal ProxiedParameter[] Parameters { get; }

    /// <summary>Whether the arguments are passed just as they are declared.</summary>
    internal bool IsPlain { get; }

    /// <summary>Which parameter is a token, which ends the wait here; -1 where none is. The last one of several.</summary>
    internal int TokenAt { get; }

    /// <summary>Whether the interface has another method of the name that takes as many arguments, tokens not counted, and as many type arguments, if it is called with some.</summary>
    internal bool HasRivals => _hasRivals.Value;

    internal override object? Invoke(ProxyTarget target, MethodInfo method, object?[] arguments)
    {
        var call = new ProxyCall(this, method, arguments);
        if (AsyncShape.Of(method.ReturnType) is { } shape)
            return shape.Deliver(token => target.CallAsync(call, token), new ResultSite(this, target.Naming), call.Token);
        call.Token.ThrowIfCancellationRequested();
        var raw = target.Call(call);
        if (_returnedCount > 0 && !call.IsWrittenBack)
            raw = WriteBack(raw, method, arguments, target);
        return Result(raw, method.ReturnType, target);
    }

    internal override CancellationToken TokenOf(object?[] arguments) => TokenAt >= 0 && arguments[TokenAt] is CancellationToken token ? token : default;

    internal override Task<object?> Begin(ProxyTarget target, MethodInfo method, object?[] arguments, CancellationToken cancellationToken) =>
        target.CallAsync(new ProxyCall(this, method, arguments), cancellationToken);

    private bool FindsRivals(MethodInfo method)
    {
        if (Array.Exists(Parameters, static parameter => parameter is { IsPlain: false, IsToken: false } or { IsDynamic: true }))
            return false;
        var (count, arity) = (CountOf(method), method.GetGenericArguments().Length);
        return ProxiedMembers.Methods(method.DeclaringType!)
            .Count(other => other.Name == method.Name && CountOf(other) == count && (arity == 0 || other.GetGenericArguments().Length == arity)) > 1;

        static int CountOf(MethodInfo method) => method.GetParameters().Count(static parameter => !ProxiedParameter.IsTokenType(parameter.ParameterType));
    }

    // What .NET and Python give alike: one tuple of the result, unless void, and the values of ref and out parameters.
    private object? WriteBack(object? raw, MethodInfo method, object?[] arguments, ProxyTarget target)
    {
        var isVoid = method.ReturnType == typeof(void);
        var expected = _returnedCount + (isVoid ? 0 : 1);
        var values = PyTuple.Of(raw) is { } tuple && tuple.Count == expected ? tuple
            : expected == 1 && raw is not PyTuple ? new PyTuple(raw)
            : throw new InvalidCastException($"{this} returned {TypeNames.Describe(raw)}, where a tuple of {expected} was expected: {(isVoid ? "" : "the result, then ")}the values of its ref and out parameters.");
        var next = isVoid ? 0 : 1;
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (Parameters[i].IsReturned)
                arguments[i] = Result(values[next++], parameters[i].ParameterType.GetElementType()!, target);
        }
        return isVoid ? null : values[0];
    }
}
