using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>What a peer is told about an object: its names, its methods, its texts.</summary>
internal static class Inspection
{
    /// <summary>All names, sorted: CLR members, members that the object makes up, special names.</summary>
    internal static IReadOnlyList<string> Dir(object target, IExtensionMethods? extensions)
    {
        var names = new SortedSet<string>(ClrOperations.ListedNames(target), StringComparer.Ordinal);
        if (target is IInspected)
            return [.. names];
        names.UnionWith(SpecialMethods.NamesFor(target));
        names.UnionWith(extensions?.NamesFor(target) ?? []);
        if (StreamSpecials.IsClosed(target) is not null)
            names.Add("closed");
        names.Add("__class__");
        names.Add("__doc__");
        return [.. names];
    }

    /// <summary>
    /// The methods, from which a Python peer makes a class: those special names that the object answers, and its CLR methods, which the peer then calls in one request
    /// instead of two. A name with generic overloads is left out, because it must be got before it can be indexed.
    /// </summary>
    internal static IReadOnlyList<(string Name, string? Doc)> Inspect(object target)
    {
        if (target is IInspected own)
            return [.. own.InspectedNames.Select(static name => (name, (string?)null))];
        var names = new SortedSet<string>(SpecialMethods.NamesFor(target), StringComparer.Ordinal);
        if (ClrOperations.TableOf(target) is { Kind: TargetKind.Plain } table && target is not (ICallable or OpenGeneric))
            names.UnionWith(table.Members.OfType<MethodMember>().Where(static member => !member.Group.HasGenericOverloads).Select(static member => member.Name));
        return [.. names.Select(name => (name, Documentations.Summary(target, name)))];
    }

    internal static string Repr(object target) => target switch
    {
        Type type => $"<class '{TypeNames.Full(type)}'>",
        ICallable or OpenGeneric => target.ToString()!,
        Enum value => $"<{TypeNames.Display(value.GetType())}.{value}: {EnumValues.Number(value)}>",
        _ => Str(target) is var text && text == target.GetType().ToString()
            ? $"<{TypeNames.Full(target.GetType())} object at 0x{RuntimeHelpers.GetHashCode(target):x8}>"
            : $"<{TypeNames.Full(target.GetType())}: {text}>",
    };

    internal static string Str(object target) => target is Type type ? Repr(type) : target.ToString() ?? "";
}
