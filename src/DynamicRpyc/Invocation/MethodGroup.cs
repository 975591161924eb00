using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using DynamicRpyc.Foundation;

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
    private readonly string[]? _names;
    private readonly ConcurrentDictionary<MethodInfo, Overload> _closed = new();

    /// <param name="name">The name of them all.</param>
    /// <param name="owner">The type that errors name.</param>
    /// <param name="methods">The overloads.</param>
    /// <param name="isExtension">Whether they are static methods that take the object as their first argument.</param>
    /// <param name="names">What the parameters are called, of a sole method where that is not as they are declared.</param>
    internal MethodGroup(string name, Type owner, IEnumerable<MethodBase> methods, bool isExtension = false, string[]? names = null)
    {
        Name = name;
        _names = names;
        Owner = owner;
        IsExtension = isExtension;
        _methods = [.. methods];
        _isFormatting = name == nameof(ToString) && owner.IsAssignableTo(typeof(IFormattable));
        HasGenericOverloads = Array.Exists(_methods, static method => method.IsGenericMethodDefinition);
        _prepared = new Lazy<Prepared>(Prepare, LazyThreadSafetyMode.PublicationOnly);
    }

    internal string Name { get; }

    internal Type Owner { get; }

    internal bool IsExtension { get; }

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

        var candidates = new CandidateList();
        Collect(prepared, arguments, ref candidates);
        if (candidates.Count > 1 && ReadSequences(arguments) is { } read)
            return InvokeRead(prepared, target, arguments, arguments.With(read, arguments.Names));
        var best = Best(prepared, arguments, candidates);
        return Binding.Invoke(best.Overload, target, arguments, best.Expanded);
    }

    /// <summary>Calls if some overload fits; false without an error where none does. Used for operators, whose failure is an answer.</summary>
    /// <exception cref="BindException">Several fit equally well.</exception>
    internal bool TryInvoke(object? target, in CallArguments arguments, out object? result)
    {
        var candidates = new CandidateList();
        Collect(_prepared.Value, arguments, ref candidates);
        if (candidates.IsEmpty)
        {
            result = null;
            return false;
        }

        var best = Best(_prepared.Value, arguments, candidates);
        result = Binding.Invoke(best.Overload, target, arguments, best.Expanded);
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
            ? new MethodGroup(Name, Owner, closed, IsExtension)
            : throw new BindException($"{TypeNames.Display(Owner)}.{Name} cannot be closed so:{reasons}");
    }

    private Prepared Prepare()
    {
        var usable = _methods.Where(Overload.IsUsable).ToArray();
        Overload[] overloads = [.. usable.Where(static method => !method.IsGenericMethodDefinition).Select(method => new Overload(method, _names))];
        MethodInfo[] generics = [.. usable.OfType<MethodInfo>().Where(static method => method.IsGenericMethodDefinition)];
        return new Prepared(overloads, generics, overloads.Length == 1 && generics.Length == 0 ? overloads[0] : null);
    }

    /// <summary>
    /// The overloads, closed ones included, whose parameters are of exactly these types; where there are none such, those that besides take a token, which a caller of another process
    /// has not to give.
    /// </summary>
    /// <exception cref="BindException">There is none.</exception>
    internal MethodGroup WithParameters(IReadOnlyList<Type> types)
    {
        var closed = _methods.Where(static method => !method.IsGenericMethodDefinition).ToArray();
        var exact = Array.FindAll(closed, method => TypesOf(method).SequenceEqual(types));
        if (exact.Length == 0)
            exact = Array.FindAll(closed, method => TypesOf(method).Where(static type => type != typeof(CancellationToken)).SequenceEqual(types));
        return exact.Length > 0
            ? new MethodGroup(Name, Owner, exact, IsExtension)
            : throw new BindException($"{FullName} has no overload of ({string.Join(", ", types.Select(TypeNames.Display))}); there is{Listed(_methods)}");

        IEnumerable<Type> TypesOf(MethodBase method) => method.GetParameters().Skip(Written)
            .Select(static parameter => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType);
    }

    /// <summary>Whether some overload takes the arguments. Converts and sends nothing.</summary>
    internal bool Fits(in CallArguments arguments)
    {
        var candidates = new CandidateList();
        Collect(_prepared.Value, arguments, ref candidates);
        return !candidates.IsEmpty;
    }

    // The first parameter that stands in the parentheses of a call.
    private int Written => IsExtension ? 1 : 0;

    private string FullName => Name == ConstructorInfo.ConstructorName ? TypeNames.Display(Owner) : $"{TypeNames.Display(Owner)}.{Name}";

    // A remote list does not tell of what it is. Where that decides between overloads it is read, once; where it does not fit any, the error is about the list itself.
    private object? InvokeRead(Prepared prepared, object? target, in CallArguments arguments, in CallArguments read)
    {
        var candidates = new CandidateList();
        Collect(prepared, read, ref candidates);
        if (candidates.IsEmpty)
            throw NoneFits(prepared, read);
        var best = Best(prepared, arguments, candidates);
        return Binding.Invoke(best.Overload, target, read, best.Expanded, arguments.Values);
    }

    private static object?[]? ReadSequences(in CallArguments arguments)
    {
        object?[]? read = null;
        for (var i = 0; i < arguments.Values.Length; i++)
        {
            if (arguments.Values[i] is IRemoteObject { IsSequence: true } remote)
                (read ??= arguments.Values.ToArray())[i] = PyTuple.From((object?[])remote.ConvertTo(typeof(object?[])));
        }

        return read;
    }

    private Candidate Best(Prepared prepared, in CallArguments arguments, in CandidateList candidates)
    {
        if (candidates.IsEmpty)
            throw NoneFits(prepared, arguments);
        if (candidates.Rival is not { } rival)
            return candidates.Best;
        throw new BindException(
            $"{Describe(arguments)} is ambiguous between\n  {candidates.Best.Overload}\n  {rival}\n  name the parameters' types to choose one, as in {Choice(candidates.Best.Overload)}");
    }

    private string Choice(Overload overload)
    {
        var name = Name == ConstructorInfo.ConstructorName ? TypeNames.Indexed(Owner) : Name;
        var closed = overload.Method.IsGenericMethod ? $"[{string.Join(", ", overload.Method.GetGenericArguments().Select(TypeNames.Indexed))}]" : "";
        return $"{name}{closed}.Overloads[{string.Join(", ", overload.Parameters.Skip(Written).Select(static parameter => TypeNames.Indexed(parameter.Type)))}](...)";
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
        if (!IsLoneItem(overload, arguments) && Binding.Score(overload, arguments, expanded: false, explain: false, out _) is { } cost)
            candidates.Add(new Candidate(overload, cost, false, isGeneric));
        else if (overload.HasParams && Binding.Score(overload, arguments, expanded: true, explain: false, out _) is { } expandedCost)
            candidates.Add(new Candidate(overload, expandedCost, true, isGeneric));
    }

    // A null in the place of a params array is one item that is null: that is what the caller of *items means. So is a remote object that is no sequence, or is what an item has to be.
    private static bool IsLoneItem(Overload overload, in CallArguments arguments)
    {
        if (!overload.HasParams || arguments.PositionalCount != overload.Parameters.Length)
            return false;
        var (last, rest) = (arguments.Values[arguments.PositionalCount - 1], overload.Parameters[^1]);
        var isItem = last is null || (last is IRemoteObject remote && (remote.IsGuess(rest.Type) || (!remote.IsSequence && remote.IsNaturalFor(rest.ItemConversion!.Target))));
        return isItem && rest.ItemConversion!.Cost(last) != Conversion.Impossible;
    }

    private static string Listed(IEnumerable<MethodBase> methods) => string.Concat(methods.Select(static method => "\n  " + (method switch
    {
        MethodInfo { IsGenericMethodDefinition: true } generic => GenericInference.Display(generic),
        _ => new Overload(method).ToString(),
    })));

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
            text.Append(Listed([method])).Append(": ").Append(Overload.WhyUnusable(method));
        if (Name == ConstructorInfo.ConstructorName && arguments.Values is [string] && Owner.GetMethod("Parse", [typeof(string)]) is not null)
            text.Append("\n  text is parsed by ").Append(TypeNames.Display(Owner)).Append(".Parse(...)");
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
        var text = new StringBuilder(FullName).Append('(');
        for (var i = 0; i < Math.Min(arguments.Values.Length, MostDescribed); i++)
        {
            var named = i - arguments.PositionalCount;
            text.Append(i == 0 ? "" : ", ").Append(named >= 0 ? arguments.Names[named] + ": " : "").Append(TypeNames.Describe(arguments.Values[i]));
        }

        return text.Append(arguments.Values.Length > MostDescribed ? $", and {arguments.Values.Length - MostDescribed} more)" : ")").ToString();
    }

    private sealed record Prepared(Overload[] Overloads, MethodInfo[] Generics, Overload? Sole);
}
