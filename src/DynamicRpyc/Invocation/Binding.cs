using DynamicRpyc.Values;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Fits the arguments of one call to one overload, in the steps of C#: which value goes to which parameter, then how far each is from its type. Scoring converts and
/// sends nothing, so that every candidate can be scored before one is chosen.
/// </summary>
internal static class Binding
{
    private const int UseDefault = -1;
    private const int LeaveOut = -2;
    private const int PackRest = -3;
    private const int OptionalCost = 1;
    private const int ExpandedCost = 3;

    // A value in the place of an out parameter says nothing: an overload that has a use for it is meant.
    private const int PlaceholderCost = 100;

    /// <summary>The distance between arguments and parameters, or null with the reason, in words only if <paramref name="explain"/>.</summary>
    internal static int? Score(Overload overload, in CallArguments arguments, bool expanded, bool explain, out string? reason)
    {
        Span<int> sources = stackalloc int[overload.Parameters.Length];
        reason = Map(overload, arguments, expanded, sources, explain);
        if (reason is not null)
            return null;

        var total = expanded ? ExpandedCost : 0;
        for (var i = 0; i < sources.Length; i++)
        {
            var parameter = overload.Parameters[i];
            if (sources[i] == PackRest)
            {
                for (var rest = i; rest < arguments.PositionalCount; rest++)
                {
                    if (!Add(parameter.ItemConversion!, arguments.Values[rest], ref total))
                        return Reject(parameter, parameter.ItemConversion!, arguments.Values[rest], explain, out reason);
                }
            }
            else if (sources[i] == UseDefault)
            {
                total += OptionalCost;
            }
            else if (sources[i] >= 0 && parameter.IsOut)
            {
                total += IsPlaceOfOut(arguments.Values[sources[i]]) ? 0 : PlaceholderCost;
            }
            else if (sources[i] >= 0 && !Add(parameter.Conversion, arguments.Values[sources[i]], ref total))
            {
                return Reject(parameter, parameter.Conversion, arguments.Values[sources[i]], explain, out reason);
            }
        }

        return total;
    }

    /// <summary>Converts the arguments and calls. The overload was scored with the same arguments.</summary>
    /// <param name="overload">The method or constructor.</param>
    /// <param name="target">The object; null for a static method.</param>
    /// <param name="arguments">What it was scored with.</param>
    /// <param name="expanded">Whether the last arguments become the items of a <c>params</c> array.</param>
    /// <param name="originals">What stood in the place of arguments that were read whole for scoring: a parameter that takes any object gets these.</param>
    internal static object? Invoke(Overload overload, object? target, in CallArguments arguments, bool expanded, ReadOnlySpan<object?> originals = default)
    {
        var count = overload.Parameters.Length;
        Span<int> sources = stackalloc int[count];
        Map(overload, arguments, expanded, sources, explain: false);
        var buffer = default(ArgumentBuffer);
        Span<object?> slots = count <= Overload.StackArguments ? ((Span<object?>)buffer)[..count] : new object?[count];
        for (var i = 0; i < count; i++)
        {
            var parameter = overload.Parameters[i];
            slots[i] = sources[i] switch
            {
                UseDefault => parameter.Default,
                LeaveOut => null,
                PackRest => Pack(overload, parameter, Taken(parameter.ItemConversion!, arguments, originals)[Math.Min(i, arguments.PositionalCount)..arguments.PositionalCount]),
                _ => parameter.IsOut ? null : Fit(overload, parameter, parameter.Conversion, Taken(parameter.Conversion, arguments, originals)[sources[i]]),
            };
        }

        return overload.Invoke(target, slots, arguments.IsInCallOrder ? sources : default);
    }

    private static ReadOnlySpan<object?> Taken(Conversion conversion, in CallArguments arguments, ReadOnlySpan<object?> originals) =>
        originals.IsEmpty || conversion.Target != typeof(object) ? arguments.Values : originals;

    // Whether the items of a remote list fit shows only now. The error says which argument of which method it is about; that its type is right for Python's TypeError stays.
    private static object? Fit(Overload overload, OverloadParameter parameter, Conversion conversion, object? value)
    {
        try
        {
            return conversion.Convert(value);
        }
        catch (Exception mismatch) when (mismatch is BindException || mismatch.GetType() == typeof(InvalidCastException))
        {
            throw new BindException($"{overload}: argument '{parameter.Name}': {mismatch.Message}", mismatch);
        }
    }

    private static bool Add(Conversion conversion, object? value, ref int total)
    {
        var cost = conversion.Cost(value);
        total += cost;
        return cost != Conversion.Impossible;
    }

    private static int? Reject(OverloadParameter parameter, Conversion conversion, object? value, bool explain, out string? reason)
    {
        reason = explain ? $"argument '{parameter.Name}': {conversion.Explain(value)}" : "";
        return null;
    }

    // Fills in, for each parameter, the index of its value or one of the marks above. Returns null, or the reason why the shapes do not match.
    private static string? Map(Overload overload, in CallArguments arguments, bool expanded, Span<int> sources, bool explain)
    {
        var parameters = overload.Parameters;
        sources.Fill(UseDefault);
        var showsPlaces = ShowsPlaces(arguments);
        var skipOut = !showsPlaces && arguments.Values.Length != parameters.Length;
        var next = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsOut && (skipOut || (showsPlaces && !(next < arguments.PositionalCount && IsPlaceOfOut(arguments.Values[next])))))
            {
                sources[i] = LeaveOut;
            }
            else if (expanded && i == parameters.Length - 1)
            {
                sources[i] = PackRest;
                next = Math.Max(next, arguments.PositionalCount);
            }
            else if (next < arguments.PositionalCount)
            {
                sources[i] = next++;
            }
        }

        if (next < arguments.PositionalCount)
            return explain ? $"takes {Count(overload)}, but {arguments.PositionalCount} positional were given" : "";
        return MapNames(parameters, arguments, sources, explain) ?? FindUnfilled(parameters, sources, explain);
    }

    private static bool IsPlaceOfOut(object? value) => value is OutPlace or Ellipsis;

    /// <summary>Whether the caller shows where its <c>out</c> arguments stand; in Python by <c>...</c>.</summary>
    private static bool ShowsPlaces(in CallArguments arguments)
    {
        foreach (var value in arguments.Values[..arguments.PositionalCount])
        {
            if (IsPlaceOfOut(value))
                return true;
        }

        return false;
    }

    private static string? MapNames(OverloadParameter[] parameters, in CallArguments arguments, Span<int> sources, bool explain)
    {
        for (var n = 0; n < arguments.Names.Length; n++)
        {
            var name = arguments.Names[n];
            var i = Array.FindIndex(parameters, parameter => parameter.Name == name);
            if (i < 0)
                return explain ? $"no parameter is named '{name}'{MissingMember.HintForParameter(name, parameters.Select(static parameter => parameter.Name))}" : "";
            if (sources[i] >= 0 || (sources[i] == PackRest && i < arguments.PositionalCount))
                return explain ? $"argument '{name}' is given twice" : "";
            if (sources[i] == PackRest)
                return explain ? $"argument '{name}' is named, so it must be a whole sequence" : "";
            sources[i] = arguments.PositionalCount + n;
        }

        return null;
    }

    private static string? FindUnfilled(OverloadParameter[] parameters, ReadOnlySpan<int> sources, bool explain)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (sources[i] == UseDefault && !parameters[i].IsOptional)
                return explain ? $"argument '{parameters[i].Name}' is missing" : "";
        }

        return null;
    }

    private static object? Pack(Overload overload, OverloadParameter parameter, ReadOnlySpan<object?> values)
    {
        var packed = Array.CreateInstance(parameter.ItemConversion!.Target, values.Length);
        for (var i = 0; i < values.Length; i++)
            packed.SetValue(Fit(overload, parameter, parameter.ItemConversion, values[i]), i);
        return parameter.Conversion.Convert(packed);
    }

    private static string Count(Overload overload) => overload.InputCount == 1 ? "1 argument" : $"{overload.InputCount} arguments";
}
