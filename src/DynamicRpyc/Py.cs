using System.Runtime.CompilerServices;
using DynamicRpyc.Netrefs;
using DynamicRpyc.Values;

namespace DynamicRpyc;

/// <summary>
/// What Python has and C# cannot spell: builtin functions, operators without a C# symbol, <c>del</c>, <c>in</c>, <c>is</c>, <c>with</c>, and calls with <c>*args</c> and <c>**kwargs</c>.
/// All take remote objects of either language. Any thread.
/// </summary>
public static partial class Py
{
    /// <summary><c>len(obj)</c>. A text that is here counts as Python counts it, in code points.</summary>
    /// <exception cref="ArgumentException">It has no length.</exception>
    public static int Len(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj switch
        {
            Netref remote => NetrefConversion.Result<int>(Ask(remote, "__len__", "len()")),
            string text => text.EnumerateRunes().Count(),
            System.Collections.ICollection here => here.Count,
            ITuple tuple => tuple.Length,
            _ => throw new ArgumentException($"A {obj.GetType()} has no len().", nameof(obj)),
        };
    }

    /// <summary><c>item in container</c>.</summary>
    /// <exception cref="ArgumentException">The container is none.</exception>
    public static bool In(object? item, object container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container switch
        {
            Netref remote when NetrefOperations.Methods(remote).Contains("__contains__") => NetrefOperators.Truth(NetrefOperations.CallMember1(remote, "__contains__", null, item)),
            Netref remote when RemoteIterator.IsIterable(remote) => ((IEnumerable<object?>)NetrefConversion.Convert(remote, typeof(IEnumerable<object>))).Any(found => AreEqual(found, item)),
            string text when item is string part => text.Contains(part, StringComparison.Ordinal),
            System.Collections.IEnumerable here => here.Cast<object?>().Any(found => AreEqual(found, item)),
            _ => throw new ArgumentException($"Nothing can be 'in' a {TypeName(container)}: it has neither __contains__ nor __iter__.", nameof(container)),
        };
    }

    /// <summary><c>left is right</c>: whether both are the same object, where <c>==</c> asks whether they call themselves equal.</summary>
    public static bool Is(object? left, object? right) => ReferenceEquals(left, right) || (left is Netref one && right is Netref other && one.IsSameObject(other));

    /// <summary><c>repr(obj)</c>.</summary>
    public static string Repr(object? obj) => obj is Netref remote ? NetrefOperations.Repr(remote) : PyRepr.Of(obj);

    /// <summary><c>slice(start, stop, step)</c>, for what a C# range cannot say: <c>nr[Py.Slice(null, null, -1)]</c>.</summary>
    public static PySlice Slice(object? start, object? stop, object? step = null) => new(start, stop, step);

    /// <summary><c>left // right</c>. At least one of them is remote.</summary>
    public static dynamic? FloorDiv(object? left, object? right) => Operate(Operators.FloorDivide, left, right);

    /// <summary><c>left ** right</c>. At least one of them is remote.</summary>
    public static dynamic? Pow(object? left, object? right) => Operate(Operators.Power, left, right);

    /// <summary><c>left @ right</c>. At least one of them is remote.</summary>
    public static dynamic? MatMul(object? left, object? right) => Operate(Operators.MatrixMultiply, left, right);

    /// <summary><c>divmod(left, right)</c>, a tuple of two. At least one of them is remote.</summary>
    public static dynamic? DivMod(object? left, object? right) => Operate(Operators.DivideModulo, left, right);

    /// <summary><c>getattr(obj, name)</c>, for names that are no C# identifiers or are known at run time only.</summary>
    /// <exception cref="MissingMemberException">There is no such attribute.</exception>
    public static dynamic? GetAttr(object obj, string name) => Surfaced.Of(NetrefOperations.GetAttribute(Remote(obj, nameof(GetAttr)), name));

    /// <summary><c>getattr(obj, name, fallback)</c>.</summary>
    public static dynamic? GetAttr(object obj, string name, object? fallback) => TryGetAttr(obj, name, nameof(GetAttr), out var value) ? value : fallback;

    /// <summary><c>hasattr(obj, name)</c>: false also where the peer refuses the name.</summary>
    public static bool HasAttr(object obj, string name) => TryGetAttr(obj, name, nameof(HasAttr), out _);

    /// <summary><c>setattr(obj, name, value)</c>.</summary>
    /// <exception cref="MissingMemberException">There is no such attribute, or it cannot be written.</exception>
    public static void SetAttr(object obj, string name, object? value) => NetrefOperations.SetAttribute(Remote(obj, nameof(SetAttr)), name, value);

    /// <summary><c>del obj.name</c>.</summary>
    /// <exception cref="MissingMemberException">There is no such attribute, or the object's attributes are fixed.</exception>
    public static void DelAttr(object obj, string name) => NetrefOperations.DeleteAttribute(Remote(obj, nameof(DelAttr)), name);

    /// <summary><c>del obj[key]</c>; an <see cref="Index"/>, a <see cref="Range"/> and a <see cref="PySlice"/> are keys too.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public static void DelItem(object obj, object? key) => NetrefIndexing.Delete(Remote(obj, nameof(DelItem)), [key]);

    /// <summary><c>callable(*args, **kwargs)</c>, for arguments that are counted or named at run time only.</summary>
    /// <param name="callable">What is called.</param>
    /// <param name="args">The positional arguments; null for none.</param>
    /// <param name="kwargs">The arguments by name, in this order; null for none. Names need not be C# identifiers.</param>
    public static dynamic? Call(object callable, IEnumerable<object?>? args = null, IEnumerable<KeyValuePair<string, object?>>? kwargs = null)
    {
        var target = Remote(callable, nameof(Call));
        KeyValuePair<string, object?>[] named = [.. kwargs ?? []];
        return Surfaced.Of(NetrefOperations.CallMany(
            target, named.Length == 0 ? null : Array.ConvertAll(named, static pair => pair.Key), [.. args ?? [], .. named.Select(static pair => pair.Value)]));
    }

    private static object? Ask(Netref target, string method, string what) => NetrefOperations.Methods(target).Contains(method)
        ? NetrefOperations.CallMember0(target, method, null)
        : throw new ArgumentException($"A remote '{target.RemoteTypeName}' has no {what}: it has no {method}.");

    private static object? Operate(BinaryOperator operation, object? left, object? right) => (left, right) switch
    {
        (Netref remote, _) => Surfaced.Of(NetrefOperators.Binary(operation, remote, right)),
        (_, Netref) => Surfaced.Of(NetrefOperators.Reflected(operation, left, right)),
        _ => throw new ArgumentException(
            $"'{operation.Symbol}' is asked of a remote object, and both operands are of this process: a {TypeName(left)} and a {TypeName(right)}. C# and System.Math have what these need."),
    };

    private static bool TryGetAttr(object obj, string name, string helper, out object? value)
    {
        var target = Remote(obj, helper);
        try
        {
            value = Surfaced.Of(NetrefOperations.GetAttribute(target, name));
            return true;
        }
        catch (Exception refused) when (refused is MissingMemberException or AccessDeniedException)
        {
            value = null;
            return false;
        }
    }

    private static bool AreEqual(object? left, object? right) => left is Netref || right is Netref
        ? left is not null && right is not null && NetrefOperators.Truth(left is Netref remote ? NetrefOperators.Binary(Operators.Equal, remote, right) : NetrefOperators.Reflected(Operators.Equal, left, right))
        : PyComparison.AreEqual(left, right);

    /// <exception cref="ArgumentException">It is not a remote object.</exception>
    private static Netref Remote(object obj, string helper)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj as Netref ?? throw new ArgumentException($"Py.{helper} takes a remote object; a {obj.GetType()} lives in this process.", nameof(obj));
    }

    private static string TypeName(object? value) => value is Netref remote ? $"remote '{remote.RemoteTypeName}'" : value?.GetType().ToString() ?? "null";
}
