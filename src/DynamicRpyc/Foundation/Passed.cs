namespace DynamicRpyc.Foundation;

/// <summary>A result together with how it is to be passed, where that is not decided by its type. It never reaches user code: boxing takes the value out.</summary>
internal sealed class Passed
{
    private Passed(object? value, bool isByValue)
    {
        Value = value;
        IsByValue = isByValue;
    }

    internal object? Value { get; }

    /// <summary>True for a copy, where the peer can take one; false for what a Python peer would get.</summary>
    internal bool IsByValue { get; }

    /// <summary>To be copied: the result of a method marked so.</summary>
    internal static Passed ByValue(object? value) => new(value, true);

    /// <summary>To be passed as to a Python peer: by reference, unless it is plain.</summary>
    internal static Passed Plainly(object? value) => new(value, false);

    /// <summary>The value, in whatever way it is to be passed.</summary>
    internal static object? ValueOf(object? result) => result is Passed passed ? passed.Value : result;
}
