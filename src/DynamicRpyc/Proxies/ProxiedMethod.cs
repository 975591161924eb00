using System.Reflection;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>A method: a call, made at once or, where it returns a task or an asynchronous sequence, as an asynchronous request.</summary>
internal sealed class ProxiedMethod : ProxiedMember
{
    private readonly int _returnedCount;

    internal ProxiedMethod(MethodInfo method) : base(method, method)
    {
        Parameters = [.. method.GetParameters().Select(static parameter => new ProxiedParameter(parameter))];
        IsPlain = Array.TrueForAll(Parameters, static parameter => parameter.IsPlain);
        TakesToken = Parameters is [.., { IsToken: true }];
        _returnedCount = Parameters.Count(static parameter => parameter.IsReturned);
    }

    internal ProxiedParameter[] Parameters { get; }

    /// <summary>Whether the arguments are passed just as they are declared.</summary>
    internal bool IsPlain { get; }

    /// <summary>Whether the last parameter is a token, which ends the wait here.</summary>
    internal bool TakesToken { get; }

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
