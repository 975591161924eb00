using System.Collections.Frozen;
using DynamicRpyc.Access;

namespace DynamicRpyc.Invocation;

/// <summary>What a special method does to an object.</summary>
internal delegate object? SpecialCall(object target, in CallArguments arguments);

/// <summary>One special name of Python, such as <c>__len__</c>: which objects can answer it, and how. Immutable, safe for any thread.</summary>
internal sealed class SpecialMethod
{
    private readonly SpecialCall _call;
    private readonly (int Least, int Most) _count;

    /// <param name="name">Python's name.</param>
    /// <param name="count">How many arguments it takes, beside the object.</param>
    /// <param name="onInstances">Whether instances of a type can answer it.</param>
    /// <param name="call">Answers it.</param>
    /// <param name="onCallables">Whether a type, method or open generic can; null means that none can.</param>
    internal SpecialMethod(string name, (int Least, int Most) count, Func<MemberTable, bool> onInstances, SpecialCall call, Func<object, bool>? onCallables = null)
    {
        Name = name;
        OnInstances = onInstances;
        OnCallables = onCallables;
        _call = call;
        _count = count;
    }

    internal string Name { get; }

    internal Func<MemberTable, bool> OnInstances { get; }

    internal Func<object, bool>? OnCallables { get; }

    /// <exception cref="BindException">The number of arguments is wrong.</exception>
    internal object? Invoke(object target, in CallArguments arguments)
    {
        if (arguments.Values.Length < _count.Least || arguments.Values.Length > _count.Most)
        {
            var wanted = _count.Least == _count.Most ? $"{_count.Least}" : $"{_count.Least} to {_count.Most}";
            throw new BindException($"{Name} of {MissingMember.Owner(target)} takes {wanted} arguments, but {arguments.Values.Length} were given");
        }

        return _call(target, arguments);
    }
}

/// <summary>The table of special methods. Names are looked up in it, never added, so a peer's inventions cost nothing.</summary>
internal static class SpecialMethods
{
    private static readonly string _conversionForAnyPeer = ExposedOverloads.PartOf(SpecialNames.Conversion);

    private static readonly FrozenDictionary<string, SpecialMethod> _table = new[]
        {
            ObjectSpecials.All, IndexingSpecials.All, IterationSpecials.All, ScopeSpecials.All, OperatorSpecials.All, ConversionOperators.All, NumberSpecials.All, DictionarySpecials.All, SearchSpecials.All,
            StreamSpecials.All,
        }
        .SelectMany(static group => group)
        .ToFrozenDictionary(static method => method.Name, StringComparer.Ordinal);

    internal static SpecialMethod? Find(object target, string name)
    {
        // The access policy's own name, which is never listed.
        var method = name == _conversionForAnyPeer ? ConversionOperators.ForAnyPeer : _table.GetValueOrDefault(name);
        if (method is null)
            return null;
        return Supports(target, method) ? method : null;
    }

    /// <summary>The special names that the object answers; what INSPECT and DIR list.</summary>
    internal static IReadOnlyList<string> NamesFor(object target) =>
        IsCallableKind(target)
            ? [.. _table.Values.Where(method => Supports(target, method)).Select(method => method.Name)]
            : MemberTable.OfInstance(target.GetType()).SpecialNames;

    internal static IReadOnlyList<string> NamesFor(MemberTable table) => [.. _table.Values.Where(method => method.OnInstances(table)).Select(method => method.Name)];

    private static bool Supports(object target, SpecialMethod method) =>
        IsCallableKind(target) ? method.OnCallables?.Invoke(target) ?? false : method.OnInstances(MemberTable.OfInstance(target.GetType()));

    private static bool IsCallableKind(object target) => target is Type or ICallable or OpenGeneric or OverloadChooser;
}
