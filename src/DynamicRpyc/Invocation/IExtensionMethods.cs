namespace DynamicRpyc.Invocation;

/// <summary>The extension methods that a peer may call as members: those of the namespaces which it has got, as after <c>using</c>. One for each connection. Any thread.</summary>
internal interface IExtensionMethods
{
    /// <summary>Notes what the peer got, which may be a namespace.</summary>
    void Got(object? value);

    /// <summary>The extension methods of that name for the object; null where there are none.</summary>
    BoundMethod? Find(object target, string name);

    IEnumerable<string> NamesFor(object target);
}

/// <summary>A service whose peers may call extension methods as members.</summary>
internal interface IOffersExtensions
{
    IExtensionMethods Extensions { get; }
}
