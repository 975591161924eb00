namespace DynamicRpyc.Invocation;

/// <summary>The arguments of one call, on the stack: positional ones first, then named ones. <see cref="Names"/> names the last <c>Names.Length</c> of <see cref="Values"/>.</summary>
internal readonly ref struct CallArguments
{
    internal CallArguments(ReadOnlySpan<object?> values, ReadOnlySpan<string> names = default)
    {
        Values = values;
        Names = names;
    }

    internal ReadOnlySpan<object?> Values { get; }

    internal ReadOnlySpan<string> Names { get; }

    internal int PositionalCount => Values.Length - Names.Length;
}

/// <summary>An object of this library that can be called: a method got from an object, a special method, an open generic.</summary>
internal interface ICallable
{
    object? Invoke(in CallArguments arguments);
}
