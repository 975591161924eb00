using System.Collections.Frozen;
using System.Numerics;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Faults;

/// <summary>Random contents for messages: well-formed brine, boxed rightly, and beside the point. The seed makes it the same each time.</summary>
internal sealed class RandomWire(int seed)
{
    /// <summary>Names that mean something to the fault tests' server, and some that mean nothing. None of them blocks.</summary>
    private static readonly string[] _names =
    [
        "add", "echo", "make", "large", "fail", "never", "Value", "value", "get_service_name", "__str__", "__class__", "__call__", "__getitem__", "__iter__", "__len__", "__enter__",
        "__exit__", "__eq__", "__add__", "__doc__", "__func__", "__init__", "GetType", "ToString", "OnConnect", "Root", "", " ", "\0", "\ud83d\ude00", "exposed_add", "_x", "missing",
    ];

    private readonly Random _random = new(seed);

    internal bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    internal int Number(int below) => _random.Next(below);

    /// <summary>Boxed arguments that are near to what the handler takes: some of the items of the right kind, some not.</summary>
    internal PyTuple Arguments(Handler handler, IReadOnlyList<PyTuple> known)
    {
        if (Chance(40))
            return Boxed(known, 3);
        if (Chance(4))
            return new PyTuple(1, new PyTuple([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Value(2))]));
        var items = new List<object?>();
        if (handler is not (Handler.Ping or Handler.Close or Handler.GetRoot or Handler.Inspect))
            items.Add(Chance(6) ? Boxed(known, 2) : known[_random.Next(known.Count)]);
        switch (handler)
        {
            case Handler.GetAttr or Handler.DelAttr or Handler.SetAttr or Handler.CallAttr:
                items.Add(new PyTuple(1, Chance(10) ? Value(1) : Name()));
                break;
            case Handler.Inspect:
                items.Add(new PyTuple(1, Chance(3) ? Value(2) : known[_random.Next(known.Count)][1]));
                break;
        }
        if (handler is Handler.Call or Handler.CallAttr)
        {
            items.Add(Sequence(known));
            if (!Chance(5))
                items.Add(Chance(2) ? new PyTuple(1, new PyTuple()) : Keywords(known));
        }
        else
        {
            for (var count = _random.Next(7); count > 0 && !Chance(3); count--)
                items.Add(Boxed(known, 2));
        }
        return new PyTuple(2, new PyTuple([.. items]));
    }

    /// <summary>A boxed value of any label.</summary>
    internal PyTuple Boxed(IReadOnlyList<PyTuple> known, int depth) => _random.Next(depth > 0 ? 5 : 4) switch
    {
        0 => known.Count > 0 ? known[_random.Next(known.Count)] : new PyTuple(1, null),
        1 => new PyTuple(4, new PyTuple(Chance(2) ? "builtins.function" : "random.Thing", _random.Next(5), _random.Next(5))),
        2 or 3 => new PyTuple(1, Value(depth)),
        _ => new PyTuple(2, new PyTuple([.. Enumerable.Range(0, _random.Next(4)).Select(_ => (object?)Boxed(known, depth - 1))])),
    };

    internal object? Value(int depth) => _random.Next(depth > 0 ? 14 : 11) switch
    {
        0 => null,
        1 => Chance(2),
        2 => _random.Next(-3, 10),
        3 => _random.NextInt64(),
        4 => BigInteger.Pow(_random.Next(2, 100), _random.Next(1, 100)),
        5 => Chance(3) ? double.NaN : _random.NextDouble() * 1e300,
        6 => Name(),
        7 => new byte[_random.Next(20)],
        8 => new PySlice(Value(0), null, 2),
        9 => new Complex(1, -1),
        10 => new object[] { 1, "a" }.ToFrozenSet(),
        _ => new PyTuple([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Value(depth - 1))]),
    };

    /// <summary>The bytes with some of them changed, left out, put in or doubled.</summary>
    internal byte[] Corrupt(byte[] bytes)
    {
        var result = bytes.ToList();
        for (var count = 1 + _random.Next(3); count > 0 && result.Count > 0; count--)
        {
            var at = _random.Next(result.Count);
            switch (_random.Next(5))
            {
                case 0:
                    result[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    result[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    result.RemoveRange(at, Math.Min(result.Count - at, 1 + _random.Next(8)));
                    break;
                case 3:
                    result.InsertRange(at, result.Skip(at).Take(1 + _random.Next(30)).ToArray());
                    break;
                default:
                    result.RemoveRange(at, Chance(4) ? result.Count - at : 1);
                    break;
            }
        }
        return [.. result];
    }

    private string Name() => _names[_random.Next(_names.Length)];

    private PyTuple Sequence(IReadOnlyList<PyTuple> known) => Chance(2)
        ? new PyTuple(1, new PyTuple([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(1))]))
        : new PyTuple(2, new PyTuple([.. Enumerable.Range(0, _random.Next(4)).Select(_ => (object?)Boxed(known, 1))]));

    private PyTuple Keywords(IReadOnlyList<PyTuple> known) =>
        new(2, new PyTuple([.. Enumerable.Range(0, _random.Next(3)).Select(_ => (object?)new PyTuple(2, new PyTuple(new PyTuple(1, Name()), Boxed(known, 1))))]));
}
