namespace DynamicRpyc.Connections;

/// <summary>
/// A request that another connection's peer made of an object of this one's: the answer, once here, is that connection's answer. Whoever reads it here sends it there, so no
/// thread waits in between and a chain of processes cannot be tied into a knot by its callbacks.
/// </summary>
internal sealed class PassedOnRequest(IncomingRequest origin, RequestLine line, Answers answers) : PendingRequest
{
    private int _ended;

    internal override void Complete(object? result, Exception? error)
    {
        if (TryEnd())
            answers.PassBack(origin, result, error);
    }

    /// <summary>Ends it without an answer, where it could not be sent. False where it was answered meanwhile, with the connection's end.</summary>
    internal bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return false;
        line.EndPassedOn();
        return true;
    }
}
