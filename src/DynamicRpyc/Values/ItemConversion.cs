using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>One value of the wire as the type that a C# tuple, array or list wants: never lossy except among the real numbers.</summary>
internal static class ItemConversion
{
    /// <exception cref="InvalidCastException">The value cannot become the type; the text names both.</exception>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    internal static object? Convert(object? value, Type target)
    {
        if (value is null)
            return !target.IsValueType || Nullable.GetUnderlyingType(target) is not null ? null : throw Refuse("None", target);

        if (target.IsInstanceOfType(value)) return value;
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsInstanceOfType(value)) return value;
        return Numbers.TryConvert(value, target) ?? TryScalar(value, target) ?? TryCollection(value, target)
            ?? Implicit(value.GetType(), target)?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null) ?? throw Refuse(value.GetType().ToString(), target);
    }

    /// <summary>The value as key and value, where it is a pair of either kind; null where it is none.</summary>
    internal static (object? Key, object? Value)? TryPair(object? value)
    {
        switch (value)
        {
            case ITuple { Length: 2 } tuple:
                return (tuple[0], tuple[1]);
            case DictionaryEntry entry:
                return (entry.Key, entry.Value);
            case IRemoteObject remote when remote.CanConvertTo(typeof(object?[])):
                return (object?[])remote.ConvertTo(typeof(object?[])) is [var key, var item] ? (key, item) : null;
            case not null when CollectionTypes.IsKeyValuePair(value.GetType()):
                var type = value.GetType();
                return (type.GetProperty("Key")!.GetValue(value), type.GetProperty("Value")!.GetValue(value));
            default:
                return null;
        }
    }

    private static object? TryScalar(object value, Type target) => value switch
    {
        string { Length: 1 } s when target == typeof(char) => s[0],
        char c when target == typeof(string) => c.ToString(),
        PySlice slice when target == typeof(Range) => ToRange(slice),
        not bool when target == typeof(Index) && TryGetIndex(value, out var index) => index,
        not bool when target.IsEnum => TryEnum(value, target),
        IRemoteObject remote when remote.CanConvertTo(target) => remote.ConvertTo(target),
        _ => null,
    };

    private static object? TryCollection(object value, Type target)
    {
        switch (value)
        {
            case ITuple tuple when TupleCast.CanConvert(target):
                return TupleCast.Convert(PyTuple.Of(tuple)!, target);
            case IStandIn when StandIn.Behind(value) is { } original && original != value:
                return Convert(original, target);
            case IRemoteObject or ITuple or string:
                return null;
            case IDictionary entries when DictionaryShape.Of(target) is { } shape:
                return shape.Copy(entries.Keys.Cast<object>().Select(key => ((object?)key, entries[key])), new Source(value));
            case IEnumerable items and not IDictionary when CollectionShape.Of(target) is { } shape:
                return shape.Copy(PyTuple.From(items), new Source(value));
            default:
                return TupleShape.Of(target) is { Types.Length: 2 } pair && TryPair(value) is var (first, second) ? pair.Copy([first, second], new Source(value)) : null;
        }
    }

    // A text of digits is not a name, though Enum.TryParse takes it for one.
    private static object? TryEnum(object value, Type target)
    {
        if (value is string name)
            return name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && Enum.TryParse(target, name, ignoreCase: true, out var parsed) ? parsed : null;
        return Integers.TryGetBig(value, out _) ? Enum.ToObject(target, Convert(value, Enum.GetUnderlyingType(target))!) : null;
    }

    private static MethodInfo? Implicit(Type from, Type target) => Array.Find(
        [.. target.GetMethods(BindingFlags.Public | BindingFlags.Static), .. from.GetMethods(BindingFlags.Public | BindingFlags.Static)],
        method => method.Name == "op_Implicit" && target.IsAssignableFrom(method.ReturnType) && method.GetParameters()[0].ParameterType is { IsByRefLike: false } source && source.IsAssignableFrom(from));

    private static Range ToRange(PySlice slice)
    {
        var steps = slice.Step is null || (Integers.TryGetLong(slice.Step, out var step) && step == 1);
        if (!steps || !TryGetIndex(slice.Start ?? 0, out var start) || !TryGetIndex(slice.Stop, out var stop))
            throw new InvalidCastException($"A Range has int bounds and no step, so {slice} cannot become one.");
        return new Range(start, stop);
    }

    private static bool TryGetIndex(object? part, out Index index)
    {
        index = Index.End;
        if (part is null) return true;
        if (!Integers.TryGetLong(part, out var value) || value is < -int.MaxValue or > int.MaxValue) return false;
        index = value < 0 ? new Index((int)-value, fromEnd: true) : new Index((int)value);
        return true;
    }

    private static InvalidCastException Refuse(string what, Type target) => new($"{what} cannot become {target}.");

    /// <summary>A local collection, or pair, that is itself an item.</summary>
    private sealed class Source(object whole) : CopySource
    {
        internal override object? Convert(object? item, Type type, ItemPlace place) => ItemConversion.Convert(item, type);

        internal override Exception Refuse(Type type, string why) => new InvalidCastException($"The {whole.GetType()} cannot become a {type}: {why}");
    }
}
