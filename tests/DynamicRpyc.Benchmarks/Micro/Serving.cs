using BenchmarkDotNet.Attributes;
using DynamicRpyc.Access;
using DynamicRpyc.Benchmarks.Load;
using DynamicRpyc.Connections;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Benchmarks.Micro;

/// <summary>c4: the server's side, from the decoded request to the method that was called and its result.</summary>
[InProcess, MemoryDiagnoser]
public class Serving
{
    private readonly RequestHandlers _handlers = new(new AccessPolicy(RpycConfig.Default), null!, null!, RpycConfig.Default);
    private readonly IncomingRequest _call;
    private readonly IncomingRequest _callAttribute;

    public Serving()
    {
        var service = new LoadService();
        object?[] arguments = [1, 2];
        var method = ClrOperations.GetMember(service, nameof(LoadService.Add));
        _call = new IncomingRequest { Sequence = 1, Handler = Handler.Call, Dialect = Dialect.V6, Target = method, Arguments = arguments };
        _callAttribute = new IncomingRequest { Sequence = 1, Handler = Handler.CallAttr, Dialect = Dialect.V6, Target = service, Name = "add", Arguments = arguments };
    }

    /// <summary><c>f(1, 2)</c></summary>
    [Benchmark]
    public object? Call() => _handlers.Execute(_call);

    /// <summary><c>root.add(1, 2)</c>, with the policy's look at the name.</summary>
    [Benchmark]
    public object? CallAttribute() => _handlers.Execute(_callAttribute);
}
