namespace DynamicRpyc;

/// <summary>
/// An object that decides itself what a peer may do with its attributes, in place of the connection's policy and of every <c>[Exposed]</c> mark: RPyC's <c>_rpyc_getattr</c>,
/// <c>_rpyc_setattr</c> and <c>_rpyc_delattr</c>. A class may also have public methods of those names instead, any of them; what it leaves out is then decided by the policy.
/// The methods run on whichever thread serves the request. Beware: what they let through is let through to every peer.
/// </summary>
public interface IRpycAttributes
{
    /// <summary>The value of an attribute for a peer, also where the peer gets it in order to call it: then a delegate is what it may call.</summary>
    /// <param name="name">The name as the peer spells it, whatever that is.</param>
    /// <exception cref="AccessDeniedException">The attribute is not for peers. In Python it is an <c>AttributeError</c>, as is a <see cref="MissingMemberException"/>.</exception>
    object? RpycGetAttr(string name);

    /// <summary>Assigns an attribute for a peer. Refuses unless implemented.</summary>
    /// <param name="name">The name as the peer spells it.</param>
    /// <param name="value">The value: a plain one, or a remote object.</param>
    /// <exception cref="AccessDeniedException">The attribute is not for peers to write.</exception>
    void RpycSetAttr(string name, object? value) => throw Refusal(name, "writing", nameof(RpycSetAttr));

    /// <summary>Deletes an attribute for a peer. Refuses unless implemented.</summary>
    /// <param name="name">The name as the peer spells it.</param>
    /// <exception cref="AccessDeniedException">The attribute is not for peers to delete.</exception>
    void RpycDelAttr(string name) => throw Refusal(name, "deleting", nameof(RpycDelAttr));

    private AccessDeniedException Refusal(string name, string verb, string method) => new(
        $"{verb} '{name}' of a {GetType().Name} was refused by the side that owns the object: it decides itself, and would have to implement {nameof(IRpycAttributes)}.{method}.");
}
