namespace DynamicRpyc.Vinegar;

/// <summary>
/// An exception as it lies on the wire. Immutable.
/// <code>
/// vinegar = 1                                               the end of an iteration (StopIteration)
///         | ((module, class), args, attributes, trace)      args: a tuple; attributes: a tuple of (name, value); trace: str
///         | str                                             an exception of Python's earliest days
/// </code>
/// </summary>
/// <param name="Module">Python's module, or a CLR namespace.</param>
/// <param name="ClassName">The class in it.</param>
/// <param name="Arguments">The constructor's arguments.</param>
/// <param name="Attributes">What else the exception object held, in the sender's order.</param>
/// <param name="Trace">The sender's stack trace.</param>
internal sealed record VinegarParts(
    string Module, string ClassName, IReadOnlyList<object?> Arguments, IReadOnlyList<KeyValuePair<string, object?>> Attributes, string Trace)
{
    /// <summary>RPyC's EXC_STOP_ITERATION.</summary>
    internal const int EndOfIteration = 1;

    /// <summary>The most attributes sent, or kept of those received.</summary>
    internal const int MaxAttributes = 1000;

    /// <summary>Whether the class is one of Python's own. "exceptions" was their module in Python 2.</summary>
    internal bool IsBuiltin => Module is ClrToPython.Builtins or "exceptions";

    /// <summary>The attribute's value; null also where there is none.</summary>
    internal object? Attribute(string name)
    {
        foreach (var (key, value) in Attributes)
            if (key == name) return value;
        return null;
    }

    /// <summary>The attribute's value, told apart from an attribute that is None.</summary>
    internal bool TryGetAttribute(string name, out object? value)
    {
        foreach (var (key, found) in Attributes)
        {
            if (key != name) continue;
            value = found;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>The shape above as one value; how inner exceptions travel.</summary>
    internal PyTuple ToTuple() =>
        new(new PyTuple(Module, ClassName), PyTuple.From(Arguments), PyTuple.From(Attributes.Select(a => new PyTuple(a.Key, a.Value))), Trace);

    /// <summary>The opposite of <see cref="ToTuple"/>; null for anything of another shape, since any peer may put anything there.</summary>
    internal static VinegarParts? FromTuple(object? value)
    {
        if (value is not PyTuple { Count: 4 } parts) return null;
        if (parts[0] is not PyTuple { Count: 2 } name || name[0] is not string module || name[1] is not string className) return null;
        if (parts[1] is not PyTuple arguments || parts[2] is not PyTuple pairs || parts[3] is not string trace) return null;

        var attributes = new List<KeyValuePair<string, object?>>();
        foreach (var item in pairs.Take(MaxAttributes))
        {
            if (item is not PyTuple { Count: 2 } pair || pair[0] is not string key) return null;
            attributes.Add(new(key, pair[1]));
        }

        return new VinegarParts(module, className, arguments, attributes, SafeText.Clean(trace, SafeText.MaxTrace));
    }
}
