namespace DynamicRpyc;

/// <summary>
/// The end of an iteration on its way through a call that returns one item at a time. Vinegar sends it as the integer 1, Python's StopIteration,
/// and reads that integer as this. It ends enumerators; user code sees it where it takes the items itself: <c>nr.__next__()</c>, <c>conn.builtins.next(nr)</c>, <c>nr.send(x)</c>.
/// </summary>
public sealed class StopIterationException : Exception
{
    internal StopIterationException() : base("The iteration is at its end.") { }
}
