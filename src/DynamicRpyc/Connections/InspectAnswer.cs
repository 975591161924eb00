namespace DynamicRpyc.Connections;

/// <summary>INSPECT's answer: a tuple of (method name, documentation or None).</summary>
internal static class InspectAnswer
{
    internal static PyTuple ToTuple(IReadOnlyList<(string Name, string? Doc)> methods)
    {
        var items = new object?[methods.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = new PyTuple(methods[i].Name, methods[i].Doc);
        return new PyTuple(items);
    }

    internal static HashSet<string> ToNames(object? answer)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (answer is not PyTuple methods)
            throw new ProtocolException("The peer answered INSPECT with something that is not a tuple of (name, documentation).");
        foreach (var method in methods)
        {
            if (method is PyTuple { Count: >= 1 } pair && pair[0] is string name)
                names.Add(name);
        }
        return names;
    }
}
