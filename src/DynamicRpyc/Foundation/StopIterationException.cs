namespace DynamicRpyc.Foundation;

/// <summary>
/// The end of an iteration on its way through a call that returns one item at a time. Vinegar sends it as the integer 1, Python's StopIteration,
/// and reads that integer as this. It ends an enumerator and never reaches user code.
/// </summary>
internal sealed class StopIterationException : Exception
{
    internal StopIterationException() : base("The iteration is at its end.") { }
}
