using System.Dynamic;
using System.Globalization;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>The errors for members that are not there or cannot be used so. All are <see cref="MissingMemberException"/>, which Python sees as AttributeError.</summary>
internal static class MissingMember
{
    /// <summary>Longer names are a peer's nonsense, and not worth a search.</summary>
    private const int LongestGuess = 100;

    internal static MissingMemberException On(object target, string name, IEnumerable<string> known)
    {
        var hint = name.Length > LongestGuess ? "" : Hint(target, name, [.. known]);
        return new MissingMemberException($"{Owner(target)} has no public member '{name}'{hint}");
    }

    private static string Hint(object target, string name, string[] known)
    {
        if ((Accessor(name, known) ?? Keyword(name, known) ?? OfPython(target, name, known)) is { } instead)
            return $"; write {instead}";
        if (Near(name, known) is { } near)
            return $"; did you mean '{near}'?";
        if (target is Type type && MemberTable.OfInstance(type).Find(name) is not null)
            return $": it is one of its instances; call it on an object, such as {TypeNames.Plain(type)}(...).{name}";
        return "";
    }

    /// <summary>What to write for a named argument, behind the error.</summary>
    internal static string HintForParameter(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (name.Length > LongestGuess)
            return "";
        if (name.EndsWith('_') && names.Contains(name[..^1]))
            return $"; write **{{\"{name[..^1]}\": value}}";
        return Near(name, names) is { } near ? $"; did you mean '{near}'?" : "";
    }

    // pass_ and None_ are how other bridges write what Python has as a keyword.
    private static string? Keyword(string name, string[] known) => name.EndsWith('_') && known.Contains(name[..^1]) ? $"getattr(x, \"{name[..^1]}\")" : null;

    // Python's own name for what the object has under another.
    private static string? OfPython(object target, string name, string[] known)
    {
        if (target is Enum)
            return name switch { "name" => "str(x)", "value" => "int(x)", _ => null };
        foreach (var (python, member, instead) in _ofPython)
        {
            // An array has the interface of a list, most of which it refuses.
            if (python == name && known.Contains(member) && (target is not Array || member == "GetLength"))
                return instead;
        }

        return null;
    }

    private static readonly (string Python, string Member, string Write)[] _ofPython =
    [
        ("append", "Add", "x.Add(item)"),
        ("extend", "AddRange", "x.AddRange(items)"),
        ("pop", "RemoveAt", "item = x[-1], then del x[-1]"),
        ("pop", "Remove", "x.Remove(key)"),
        ("setdefault", "TryAdd", "x.TryAdd(key, value), then x[key]"),
        ("update", "ContainsKey", "x[key] = value for each"),
        ("discard", "Remove", "x.Remove(item)"),
        ("union", "UnionWith", "x.UnionWith(items), which changes x"),
        ("intersection", "IntersectWith", "x.IntersectWith(items), which changes x"),
        ("difference", "ExceptWith", "x.ExceptWith(items), which changes x"),
        ("isoformat", "ToString", "format(x, \"O\")"),
        ("strftime", "ToString", "format(x, \"yyyy-MM-dd\"), with .NET's format strings"),
        ("shape", "GetLength", "x.GetLength(dimension)"),
    ];

    private static string? Accessor(string name, string[] known)
    {
        foreach (var (prefix, instead) in _accessors)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && known.Contains(name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..]))
                return string.Format(CultureInfo.InvariantCulture, instead, name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..]);
        }

        return null;
    }

    // What other bridges to .NET show under the names that compilers give.
    private static readonly (string Prefix, string Write)[] _accessors =
    [
        ("get_Item", "x[index]"),
        ("set_Item", "x[index] = value"),
        ("get_", "x.{0}"),
        ("set_", "x.{0} = value"),
        ("add_", "x.{0} += handler"),
        ("remove_", "x.{0} -= handler"),
    ];

    internal static MissingMemberException Unusable(object target, string name, string why) => new($"'{name}' of {Owner(target)} {why}");

    internal static string Owner(object target) => target switch
    {
        Type type => $"type {TypeNames.Display(type)}",
        IRemoteObject remote => $"remote {remote.RemoteTypeName}",
        ExpandoObject => "this ExpandoObject",
        BoundMethod method => $"method {method.QualifiedName}",
        ICustomMembers custom => custom.Description,
        _ => TypeNames.Display(target.GetType()),
    };

    /// <summary>The name meant: one that differs in the manner of writing, else in one letter.</summary>
    private static string? Near(string name, IEnumerable<string> known)
    {
        var squeezed = Squeeze(name);
        string? slip = null;
        foreach (var candidate in known)
        {
            if (candidate == name)
                continue;
            if (Squeeze(candidate) == squeezed)
                return candidate;
            if (slip is null && IsOneSlipAway(candidate, name))
                slip = candidate;
        }
        return slip;
    }

    /// <summary>One letter too many, too few, wrong, or two exchanged. Short names are all alike, and those with underscores in front are no one's typing.</summary>
    private static bool IsOneSlipAway(string right, string wrong)
    {
        if (wrong.Length < 4 || wrong.StartsWith('_') || Math.Abs(right.Length - wrong.Length) > 1)
            return false;
        var start = 0;
        while (start < right.Length && start < wrong.Length && right[start] == wrong[start])
            start++;
        var restRight = right.AsSpan(start);
        var restWrong = wrong.AsSpan(start);
        if (right.Length != wrong.Length)
            return right.Length > wrong.Length ? restRight[1..].SequenceEqual(restWrong) : restWrong[1..].SequenceEqual(restRight);
        return restRight.Length > 0 && (restRight[1..].SequenceEqual(restWrong[1..])
            || (restRight.Length > 1 && restRight[0] == restWrong[1] && restRight[1] == restWrong[0] && restRight[2..].SequenceEqual(restWrong[2..])));
    }

    // get_value, getValue and GetValue are one name to someone who comes from another language.
    private static string Squeeze(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
