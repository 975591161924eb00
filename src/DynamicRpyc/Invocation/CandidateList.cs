namespace DynamicRpyc.Invocation;

/// <summary>An overload that fits, and how well.</summary>
internal readonly record struct Candidate(Overload Overload, int Cost, bool Expanded, bool IsGeneric);

/// <summary>Keeps the best of the candidates seen so far, and one that is as good. The order is C#'s where costs are equal.</summary>
internal struct CandidateList
{
    internal Candidate Best { get; private set; }

    /// <summary>The first that ties with <see cref="Best"/>; null where the best is unique.</summary>
    internal Overload? Rival { get; private set; }

    /// <summary>How many there were.</summary>
    internal int Count { get; private set; }

    internal readonly bool IsEmpty => Best.Overload is null;

    internal void Add(in Candidate candidate)
    {
        Count++;
        var order = IsEmpty ? -1 : Compare(candidate, Best);
        if (order < 0)
        {
            Best = candidate;
            Rival = null;
        }
        else if (order == 0)
        {
            Rival ??= candidate.Overload;
        }
    }

    // Negative: x is better. Nearer types first, then not generic, then not expanded, then the more specific parameters, then fewer parameters, then delegates of fewer.
    private static int Compare(in Candidate x, in Candidate y)
    {
        if (x.Cost != y.Cost)
            return x.Cost.CompareTo(y.Cost);
        if (x.IsGeneric != y.IsGeneric)
            return x.IsGeneric ? 1 : -1;
        if (x.Expanded != y.Expanded)
            return x.Expanded ? 1 : -1;
        return CompareParameters(x.Overload.Parameters, y.Overload.Parameters);
    }

    private static int CompareParameters(OverloadParameter[] x, OverloadParameter[] y)
    {
        var (xWins, yWins) = (false, false);
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            if (x[i].Type == y[i].Type)
                continue;
            xWins |= y[i].Type.IsAssignableFrom(x[i].Type);
            yWins |= x[i].Type.IsAssignableFrom(y[i].Type);
        }

        if (xWins != yWins)
            return xWins ? -1 : 1;
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : CompareDelegates(x, y);
    }

    // A remote function does not tell how many arguments it takes. LINQ's Where and Select, List.Sort and their like mean the delegate of fewer.
    private static int CompareDelegates(OverloadParameter[] x, OverloadParameter[] y)
    {
        var order = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (Arity(x[i].Type) is { } left && Arity(y[i].Type) is { } right)
                order += left != right ? left.CompareTo(right) : CompareResults(ResultOf(x[i].Type), ResultOf(y[i].Type));
        }

        return order;
    }

    // Of Func<T> and Func<Task<T>> the first is meant: a remote function answers when it is done. Whether a function has a result at all, nobody can tell before it was called.
    private static int CompareResults(Type x, Type y) => x == typeof(void) || y == typeof(void) ? 0 : IsTask(x).CompareTo(IsTask(y));

    private static Type ResultOf(Type type) => type.GetMethod("Invoke")!.ReturnType;

    private static bool IsTask(Type type) =>
        type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static int? Arity(Type type) => type.IsSubclassOf(typeof(Delegate)) && type != typeof(MulticastDelegate) ? type.GetMethod("Invoke")!.GetParameters().Length : null;
}
