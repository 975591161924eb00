using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace DynamicRpyc.Invocation;

/// <summary>All overloads of one name on one type, or all constructors. Immutable but for the closed generic methods it remembers; safe for any thread.</summary>
internal sealed class MethodGroup
{
    /// <summary>Closings of generic methods are chosen by peers: so many are kept, further ones are made anew each time.</summary>
    private const int MaxClosedKept = 256;

    /// <summary>A call with a million arguments gets no error text of that size.</summary>
    private const int MostDescribed = 12;

    private readonly MethodBase[] _methods;
    private readonly Lazy<Prepared> _prepared;
    private readonly bool _isFormatting;
    private readonly ConcurrentDictionary<MethodInfo, Overload> _closed = new();

    internal MethodGroup(string name, Type owner, IEnumerable<MethodBase> methods)
    {
        Name = name;
        Owner = owner;
        _methods = [.. methods];
        _isFormatting = name == nameof(ToString) && owner.IsAssignableTo(typeof(IFormattable));
        HasGenericOverloads = Array.Exists(_methods, static method => method.IsGenericMethodDefinition);
        _prepared = new Lazy<Prepared>(Prepare, LazyThreadSafetyMode.PublicationOnly);
    }

    internal string Name { get; }

    internal Type Owner { get; }

    internal bool HasGenericOverloads { get; }

    internal IReadOnlyList<MethodBase> Methods => _methods;

    /// <summary>Chooses the overload that fits best, converts, calls.</summary>
    /// <exception cref="BindException">None fits, or several fit equally well.</exception>
    internal object? Invoke(object? target, in CallArguments arguments)
    {
        if (_isFormatting)
            FormatText.CheckAll(arguments);
        var prepared = _prepared.Value;
        if (arguments.Names.IsEmpty)
        {
            if (prepared.Sole is { } sole && sole.Accepts(arguments.Values))
                return sole.InvokeUnchanged(target, arguments.Values);
            foreach (var overload in prepared.Overloads)
            {
                if (overload.IsExactly(arguments.Values))
                    return overload.InvokeUnchanged(target, arguments.Values);
            }
        }

        var best = Choose(prepared, arguments);
        return Binding.Invoke(best.Overload, target, arguments, best.Expanded);
    }

    /// <summary>Calls if some overload fits; false without an error where none does. Used for operators, whose failure is an answer.</summary>
    internal bool TryInvoke(object? target, in CallArguments arguments, out object? result)
    {
        var candidates = new CandidateList();
        Collect(_prepared.Value, arguments, ref candidates);
        if (candidates.IsEmpty)
        {
            result = null;
            return false;
        }

        result = Binding.Invoke(candidates.Best.Overload, target, arguments, candidates.Best.Expanded);
        return true;
    }

    /// <summary>The overloads closed with the type arguments.</summary>
    /// <exception cref="BindException">No overload takes so many type arguments, or their constraints refuse these.</exception>
    internal MethodGroup Close(IReadOnlyList<Type> typeArguments)
    {
        var generics = _methods.OfType<MethodInfo>().Where(static method => method.IsGenericMethodDefinition);
        var fitting = generics.Where(method => method.GetGenericArguments().Length == typeArguments.Count).ToArray();
        if (fitting.Length == 0)
            throw new BindException($"{TypeNames.Display(Owner)}.{Name} has no overload with {typeArguments.Count} type arguments");
        var closed = new List<MethodBase>();
        var reasons = new StringBuilder();
        foreach (var method in fitting)
        {
            if (GenericInference.TryClose(method, [.. typeArguments], out var made, out var reason))
                closed.Add(made);
            else
                reasons.Append("\n  ").Append(reason);
        }

        return closed.Count > 0
            ? new MethodGroup(Name, Owner, closed)
            : throw new BindException($"{TypeNames.Display(Owner)}.{Name} cannot be closed so:{reasons}");
    }

    private Prepared Prepare()
    {
        var usable = _methods.Where(Overload.IsUsable).ToArray();
        Overload[] overloads = [.. usable.Where(static method => !method.IsGenericMethodDefinition).Select(static method => new Overload(method))];
        MethodInfo[] generics = [.. usable.OfType<MethodInfo>().Where(static method => method.IsGenericMethodDefinition)];
        return new Prepared(overloads, generics, overloads.Length == 1 && generics.Length == 0 ? overloads[0] : null);
    }

    private Candidate Choose(Prepared prepared, in CallArguments arguments)
    {
        var candidates = new CandidateList();
        Collect(prepared, arguments, ref candidates);
        if (candidates.IsEmpty)
            throw NoneFits(prepared, arguments);
        if (candidates.Rival is { } rival)
            throw new BindException($"{Describe(arguments)} is ambiguous between\n  {candidates.Best.Overload}\n  {rival}");
        return candidates.Best;
    }

    private void Collect(Prepared prepared, in CallArguments arguments, ref CandidateList candidates)
    {
        foreach (var overload in prepared.Overloads)
            Consider(overload, arguments, false, ref candidates);
        foreach (var generic in prepared.Generics)
        {
            if (GenericInference.TryInfer(generic, arguments, out var closed, out _))
                Consider(Closed(closed), arguments, true, ref candidates);
        }
    }

    private static void Consider(Overload overload, in CallArguments arguments, bool isGeneric, ref CandidateList candidates)
    {
        if (Binding.Score(overload, arguments, expanded: false, explain: false, out _) is { } cost)
            candidates.Add(new Candidate(overload, cost, false, isGeneric));
        else if (overload.HasParams && Binding.Score(overload, arguments, expanded: true, explain: false, out _) is { } expandedCost)
            candidates.Add(new Candidate(overload, expandedCost, true, isGeneric));
    }

    private Overload Closed(MethodInfo method)
    {
        if (_closed.TryGetValue(method, out var known))
            return known;
        var made = new Overload(method);
        if (_closed.Count < MaxClosedKept)
            _closed.TryAdd(method, made);
        return made;
    }

    private BindException NoneFits(Prepared prepared, in CallArguments arguments)
    {
        var text = new StringBuilder($"{Describe(arguments)} fits no overload:");
        foreach (var overload in prepared.Overloads)
            text.Append("\n  ").Append(overload).Append(": ").Append(WhyNot(overload, arguments));
        foreach (var generic in prepared.Generics)
        {
            var reason = GenericInference.TryInfer(generic, arguments, out var closed, out var why) ? WhyNot(Closed(closed), arguments) : why;
            text.Append("\n  ").Append(GenericInference.Display(generic)).Append(": ").Append(reason);
        }

        foreach (var method in _methods.Where(static method => !Overload.IsUsable(method)))
            text.Append("\n  ").Append(method).Append(": has a by-ref-like or pointer parameter or result, such as a span, which cannot be passed by reflection");
        return new BindException(text.ToString());
    }

    private static string? WhyNot(Overload overload, in CallArguments arguments)
    {
        Binding.Score(overload, arguments, expanded: false, explain: true, out var reason);
        if (!overload.HasParams)
            return reason;
        Binding.Score(overload, arguments, expanded: true, explain: true, out reason);
        return reason;
    }

    private string Describe(in CallArguments arguments)
    {
        var text = new StringBuilder(Name == ConstructorInfo.ConstructorName ? TypeNames.Display(Owner) : $"{TypeNames.Display(Owner)}.{Name}").Append('(');
        for (var i = 0; i < Math.Min(arguments.Values.Length, MostDescribed); i++)
        {
            var named = i - arguments.PositionalCount;
            text.Append(i == 0 ? "" : ", ").Append(named >= 0 ? arguments.Names[named] + ": " : "").Append(TypeNames.Describe(arguments.Values[i]));
        }

        return text.Append(arguments.Values.Length > MostDescribed ? $", and {arguments.Values.Length - MostDescribed} more)" : ")").ToString();
    }

    private sealed record Prepared(Overload[] Overloads, MethodInfo[] Generics, Overload? Sole);
}
