namespace DynamicRpyc.Netrefs;

/// <summary>
/// <c>list[int]</c>, a Python class with type arguments. Where Python would look into the class's own class for <c>__getitem__</c>, as that of an enum has it, and then ask the class for
/// <c>__class_getitem__</c>, a peer's <c>__getitem__</c> of a class may be what its objects have, which takes no key alone. Any thread.
/// </summary>
internal static class PythonClasses
{
    private const string GetItem = "__class_getitem__";

    /// <summary>Whether it is how a class fails that has no <c>__getitem__</c> for itself.</summary>
    internal static bool MayBeGeneric(Exception failure) => failure is MissingMemberException or InvalidCastException or ArgumentException;

    /// <summary>The class with these type arguments.</summary>
    /// <param name="target">The class.</param>
    /// <param name="key">The arguments, several as a tuple.</param>
    /// <param name="failure">What its <c>__getitem__</c> said.</param>
    /// <exception cref="MissingMemberException">The class is not generic.</exception>
    /// <exception cref="AccessDeniedException">The peer's settings refuse it.</exception>
    internal static object? Close(Netref target, object? key, Exception failure)
    {
        try
        {
            return NetrefOperations.CallMember1(target, GetItem, null, key);
        }
        catch (MissingMemberException refusal) when (PythonRefusal.Is(refusal, GetItem))
        {
            throw new AccessDeniedException(
                $"{GetItem} of the remote class '{target.RemoteTypeName}', which gives it type arguments, was refused by the side that owns it. There, in Python, expose the class with its arguments, as in "
                + "exposed_ints = list[int], or write config={\"allow_all_attrs\": True}, of a server protocol_config=...", failure);
        }
        catch (MissingMemberException) when (failure is MissingMemberException)
        {
            throw new MissingMemberException($"The remote class '{target.RemoteTypeName}' cannot be indexed: it takes no type arguments ({GetItem}), and its own class has no __getitem__.", failure);
        }
        catch (MissingMemberException)
        {
            // Its own class has one, which knows better why it failed.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }
}
