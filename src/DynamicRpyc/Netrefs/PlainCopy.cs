using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// A remote collection with all that it holds as lists, dictionaries and values of this side: what a serializer is given in its place. What is no data, an object with members of its own or a
/// generator that a look would use up, is refused. Bounded by <see cref="RpycLimits.MaxCopiedItems"/> and <see cref="RpycLimits.MaxDepth"/>. For one thread.
/// </summary>
internal sealed class PlainCopy
{
    private readonly List<Netref> _path = [];
    private readonly Netref _whole;
    private int _left;

    private PlainCopy(Netref whole)
    {
        _whole = whole;
        _left = whole.Requester.Config.Limits.MaxCopiedItems;
    }

    /// <exception cref="NotSupportedException">Something in it is no data; the text says what to write.</exception>
    internal static object? Of(Netref whole) => new PlainCopy(whole).Copy(whole);

    private object? Copy(object? value) => value switch
    {
        Netref remote => CopyRemote(remote),
        BigInteger big when Integers.Box(big) is not BigInteger and var small => small,
        BigInteger big when BigInteger.Abs(big) <= (BigInteger)decimal.MaxValue => (decimal)big,
        BigInteger => throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' holds an integer of more digits than a decimal has; make a text of it there."),
        string or byte[] => value,
        ITuple tuple => Counted(PyTuple.Of(tuple)!),
        _ => value,
    };

    private object? CopyRemote(Netref remote)
    {
        var kind = remote.Id.IsType ? PythonKind.Unknown : PythonKinds.Of(remote.RemoteTypeName);
        return kind switch
        {
            PythonKind.Mapping => Within(remote, Entries),
            PythonKind.Sequence or PythonKind.Set => Within(remote, Items),
            PythonKind.Decimal => NetrefConversion.Convert(remote, typeof(decimal)),
            PythonKind.Integer => Copy(NetrefConversion.Convert(remote, typeof(BigInteger))),
            PythonKind.Real => NetrefConversion.Convert(remote, typeof(double)),
            PythonKind.Scalar when ScalarKinConverter.KinOf(remote.RemoteTypeName) is { } type => NetrefConversion.Convert(remote, type),
            _ when remote.RemoteTypeName == "numpy.ndarray" => Within(remote, Items),
            _ when IsClrCollection(remote) => Within(remote, Pairs.IsMapping(remote) ? Entries : Items),
            _ => throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' cannot be serialized: it {(ReferenceEquals(remote, _whole) ? "is" : $"holds a '{remote.RemoteTypeName}', which is")} no data but an object "
                + "with members, each of which is a request. Serialize what is read from it, or a cast of it, as in (List<int>)nr."),
        };
    }

    // Those of the framework, which a look does not change.
    private static bool IsClrCollection(Netref remote) => remote.Requester.IsDotNet && !remote.Id.IsType
        && (remote.RemoteTypeName.StartsWith("System.Collections.", StringComparison.Ordinal) || remote.RemoteTypeName.EndsWith(']')) && RemoteIterator.IsIterable(remote);

    private object Within(Netref remote, Func<Netref, object> copy)
    {
        if (_path.Exists(remote.IsSameObject))
            throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' cannot be serialized: it holds a '{remote.RemoteTypeName}' that holds itself.");
        if (_path.Count >= remote.Requester.Config.Limits.MaxDepth)
            throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' cannot be serialized: it nests deeper than {_path.Count} levels (RpycLimits.MaxDepth).");
        _path.Add(remote);
        var made = copy(remote);
        _path.RemoveAt(_path.Count - 1);
        return made;
    }

    private object Items(Netref remote) => Counted(PlainItems.Of(remote));

    private List<object?> Counted(IReadOnlyList<object?> items)
    {
        Count(items.Count);
        return [.. items.Select(Copy)];
    }

    private object Entries(Netref remote)
    {
        var pairs = Pairs.Of(remote);
        Count(pairs.Count);
        var copy = new Dictionary<string, object?>(pairs.Count, StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (key, value) = Pairs.Split(remote, pair);
            copy[Key(key)] = Copy(value);
        }
        return copy;
    }

    // As Python's own json has them.
    private string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        IFormattable number when key is not Netref => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' cannot be serialized: a key of it, {TypeNames.Describe(key)}, is neither a text nor a number."),
    };

    private void Count(int items)
    {
        if ((_left -= items) < 0)
            throw new NotSupportedException($"The remote '{_whole.RemoteTypeName}' holds more than {_whole.Requester.Config.Limits.MaxCopiedItems} items in all, the most that are copied at once (RpycLimits.MaxCopiedItems).");
    }
}
