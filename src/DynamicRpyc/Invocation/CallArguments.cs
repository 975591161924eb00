namespace DynamicRpyc.Invocation;

/// <summary>The arguments of one call, on the stack: positional ones first, then named ones. <see cref="Names"/> names the last <c>Names.Length</c> of <see cref="Values"/>.</summary>
internal readonly ref struct CallArguments
{
    /// <summary>
    /// The name of one more argument, the last, that is none: a .NET peer names <c>ref</c> and <c>out</c> arguments, and wants their values in the order in which its call has them. No parameter
    /// of C# has such a name.
    /// </summary>
    internal const string CallOrder = "ref out";

    internal CallArguments(ReadOnlySpan<object?> values, ReadOnlySpan<string> names = default)
    {
        IsInCallOrder = names is [.., CallOrder];
        Values = IsInCallOrder ? values[..^1] : values;
        Names = IsInCallOrder ? names[..^1] : names;
    }

    internal ReadOnlySpan<object?> Values { get; }

    internal ReadOnlySpan<string> Names { get; }

    internal int PositionalCount => Values.Length - Names.Length;

    /// <summary>Whether the values of by-ref parameters come back in the order of the arguments; else in that of the declaration.</summary>
    internal bool IsInCallOrder { get; private init; }

    /// <summary>Whether the caller may use every public conversion of an operand; else those that tell no more than the safe names.</summary>
    internal bool ByAllConversions { get; init; }

    /// <summary>Other arguments of the same call.</summary>
    internal CallArguments With(ReadOnlySpan<object?> values, ReadOnlySpan<string> names) => new(values, names) { IsInCallOrder = IsInCallOrder, ByAllConversions = ByAllConversions };
}

/// <summary>An object of this library that can be called: a method got from an object, a special method, an open generic.</summary>
internal interface ICallable
{
    object? Invoke(in CallArguments arguments);
}
