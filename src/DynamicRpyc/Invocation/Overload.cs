using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>One method or constructor that can be called with values of the wire: its parameters prepared, its invoker made on first use. Safe for any thread.</summary>
internal sealed class Overload
{
    /// <summary>Calls with more arguments than this pay for an array.</summary>
    internal const int StackArguments = 8;

    private readonly Type _result;
    private readonly bool _isSimple;
    private readonly bool _isByValue;
    private MethodInvoker? _method;
    private ConstructorInvoker? _constructor;

    /// <param name="method">The method.</param>
    /// <param name="names">What its parameters are called, where that is not as it is declared.</param>
    internal Overload(MethodBase method, string[]? names = null)
    {
        Method = method;
        Parameters = [.. method.GetParameters().Select(parameter => new OverloadParameter(parameter, names?[parameter.Position]))];
        _result = method is MethodInfo { ReturnType: var type } ? type : method.DeclaringType!;
        HasParams = Parameters.Length > 0 && Parameters[^1].IsParams;
        InputCount = Parameters.Count(static parameter => !parameter.IsOut);
        HasReturned = Array.Exists(Parameters, static parameter => parameter.IsReturned);
        _isByValue = ByValueMark.IsOn(method);
        _isSimple = !Array.Exists(Parameters, static parameter => parameter.IsByRef);
    }

    internal MethodBase Method { get; }

    internal OverloadParameter[] Parameters { get; }

    internal bool HasParams { get; }

    /// <summary>How many parameters a caller puts values into: all but the <c>out</c> ones.</summary>
    internal int InputCount { get; }

    private bool HasReturned { get; }

    /// <summary>Whether values of the type can be held in an object: neither by-ref-like, such as a span, nor a pointer.</summary>
    internal static bool IsPassable(Type type)
    {
        var held = type.IsByRef ? type.GetElementType()! : type;
        return !held.IsByRefLike && !held.IsPointer && !held.IsFunctionPointer;
    }

    /// <summary>What keeps a type that is not <see cref="IsPassable"/> here, and what to have in its place.</summary>
    internal static string Instead(Type type)
    {
        var held = type.IsByRef ? type.GetElementType()! : type;
        return held.IsByRefLike ? "which lives in one call on one stack and cannot be passed; in C#, have Memory<T> or an array in its place" : "which cannot be passed";
    }

    /// <summary>Why a method that is not <see cref="IsUsable"/> is not.</summary>
    internal static string WhyUnusable(MethodBase method)
    {
        var result = (method as MethodInfo)?.ReturnType;
        if (result is not null && !IsPassable(result))
            return $"gives a {TypeNames.Display(result)}, {Instead(result)}";
        var parameter = Array.Find(method.GetParameters(), static parameter => !IsPassable(parameter.ParameterType))!;
        return $"argument '{parameter.Name}' is a {TypeNames.Display(parameter.ParameterType)}, {Instead(parameter.ParameterType)}";
    }

    /// <summary>Whether every parameter and the result are <see cref="IsPassable"/>.</summary>
    internal static bool IsUsable(MethodBase method) =>
        (method is not MethodInfo { ReturnType: var result } || IsPassable(result))
        && Array.TrueForAll(method.GetParameters(), static parameter => IsPassable(parameter.ParameterType));

    /// <summary>Whether the values, positional all, are exactly of the parameters' types: no other overload can be better.</summary>
    internal bool IsExactly(ReadOnlySpan<object?> values)
    {
        if (!_isSimple || values.Length != Parameters.Length)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (!Parameters[i].Conversion.IsExact(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the values, positional all, can be passed as they are, so that a sole candidate needs no binding.</summary>
    internal bool Accepts(ReadOnlySpan<object?> values)
    {
        if (!_isSimple || HasParams || values.Length != Parameters.Length)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (!Parameters[i].Conversion.Accepts(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Invokes with one value a parameter, already of the parameters' types. User exceptions come through as thrown.</summary>
    internal object? InvokeUnchanged(object? target, ReadOnlySpan<object?> values)
    {
        if (values.Length > StackArguments)
            return Invoke(target, values.ToArray());
        var buffer = default(ArgumentBuffer);
        Span<object?> slots = buffer;
        values.CopyTo(slots);
        return Invoke(target, slots[..values.Length]);
    }

    /// <summary>Invokes with one value a parameter; <paramref name="slots"/> holds by-ref values afterwards.</summary>
    /// <param name="target">The object; null for a static method.</param>
    /// <param name="slots">The values.</param>
    /// <param name="places">Where the caller has the argument of each parameter, if by-ref values are to come back in that order; below 0 those that it has not.</param>
    /// <returns>The result, a <see cref="Passed"/> where the method is marked so; with <c>ref</c> or <c>out</c> parameters a tuple of the result, unless void, and theirs.</returns>
    internal object? Invoke(object? target, Span<object?> slots, ReadOnlySpan<int> places = default)
    {
        object? result;
        if (Method is MethodInfo method)
            result = (_method ??= MethodInvoker.Create(method)).Invoke(method.IsStatic ? null : target, slots);
        else
            result = (_constructor ??= ConstructorInvoker.Create((ConstructorInfo)Method)).Invoke(slots);
        if (_isByValue)
            result = Passed.ByValue(result);
        return HasReturned ? WithReturned(result, slots, places) : result;
    }

    /// <summary>As it would be declared, with the type of its result.</summary>
    internal string Signature
    {
        get
        {
            var kind = Method is MethodInfo { IsStatic: true } ? "static " : "";
            return Method is ConstructorInfo ? ToString() : $"{kind}{(_result == typeof(void) ? "void" : TypeNames.Display(_result))} {this}";
        }
    }

    public override string ToString()
    {
        var name = Method is ConstructorInfo ? TypeNames.Plain(Method.DeclaringType!) : Method.Name;
        var generics = Method.IsGenericMethod ? $"<{string.Join(", ", Method.GetGenericArguments().Select(TypeNames.Display))}>" : "";
        return $"{name}{generics}({string.Join(", ", Parameters.Select(static parameter => parameter.ToString()))})";
    }

    private PyTuple WithReturned(object? result, ReadOnlySpan<object?> slots, ReadOnlySpan<int> places)
    {
        var all = new List<object?>(slots.Length + 1);
        if (_result != typeof(void))
            all.Add(result);
        var returned = Enumerable.Range(0, slots.Length).Where(i => Parameters[i].IsReturned);
        if (!places.IsEmpty)
        {
            var order = places.ToArray();
            returned = returned.OrderBy(i => order[i]);
        }

        foreach (var i in returned)
            all.Add(slots[i]);
        return PyTuple.From(all);
    }
}

/// <summary>Room for a call's arguments on the stack.</summary>
[InlineArray(Overload.StackArguments)]
internal struct ArgumentBuffer
{
    private object? _first;
}
