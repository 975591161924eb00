using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Finds the type arguments of a generic method from the values it is called with: T from a value, an array, a sequence, a generic interface or a delegate. What only a
/// remote object could tell is taken to be object, since that is how its values arrive.
/// </summary>
internal static class GenericInference
{
    internal static bool TryInfer(MethodInfo definition, in CallArguments arguments, [NotNullWhen(true)] out MethodInfo? closed, out string? reason)
    {
        var found = new Dictionary<Type, Type>();
        var parameters = definition.GetParameters();
        for (var i = 0; i < arguments.Values.Length; i++)
        {
            if (ParameterOf(parameters, arguments, i) is not { } parameter)
                continue;
            var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            var isRest = OverloadParameter.ParamsItem(parameter) is not null && arguments.Values[i] is not Array and not ITuple;
            Unify(isRest ? OverloadParameter.ParamsItem(parameter)! : type, arguments.Values[i], found);
        }

        closed = null;
        var typeParameters = definition.GetGenericArguments();
        var unknown = Array.Find(typeParameters, parameter => !found.ContainsKey(parameter));
        if (unknown is null)
            return TryClose(definition, [.. typeParameters.Select(parameter => found[parameter])], out closed, out reason);
        var indexes = string.Join(", ", typeParameters.Select(type => type.Name));
        reason = $"type argument {unknown.Name} cannot be inferred; name it by indexing: {definition.Name}[{indexes}](...)";
        return false;
    }

    /// <summary>Closes the method; false with the reason where a constraint refuses.</summary>
    internal static bool TryClose(MethodInfo definition, Type[] typeArguments, [NotNullWhen(true)] out MethodInfo? closed, out string? reason)
    {
        try
        {
            closed = definition.MakeGenericMethod(typeArguments);
            reason = null;
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or TypeLoadException or NotSupportedException)
        {
            // The runtime checks constraints only here and says which one is broken.
            closed = null;
            reason = $"{Display(definition)} cannot take <{string.Join(", ", typeArguments.Select(TypeNames.Display))}>: {refusal.Message}";
            return false;
        }
    }

    internal static string Display(MethodInfo definition)
    {
        var parameters = definition.GetParameters().Select(parameter => $"{TypeNames.Display(parameter.ParameterType)} {parameter.Name}");
        return $"{definition.Name}<{string.Join(", ", definition.GetGenericArguments().Select(type => type.Name))}>({string.Join(", ", parameters)})";
    }

    private static ParameterInfo? ParameterOf(ParameterInfo[] parameters, in CallArguments arguments, int index)
    {
        if (index >= arguments.PositionalCount)
        {
            var name = arguments.Names[index - arguments.PositionalCount];
            return Array.Find(parameters, parameter => parameter.Name == name);
        }

        if (index < parameters.Length)
            return parameters[index];
        return parameters.Length > 0 && OverloadParameter.ParamsItem(parameters[^1]) is not null ? parameters[^1] : null;
    }

    private static void Unify(Type parameter, object? value, Dictionary<Type, Type> found)
    {
        if (!parameter.ContainsGenericParameters || value is null)
            return;
        if (value is IRemoteObject or ICallable)
            Guess(parameter, found);
        else if (parameter.IsGenericParameter || PyTuple.Of(value) is not { } tuple)
            UnifyTypes(parameter, value is Type ? typeof(Type) : value.GetType(), found);
        else if (ItemParameter(parameter) is { } item)
            UnifyTypes(item, CommonType(tuple), found);
        else if (parameter.GetGenericArguments() is { } parts && parts.Length == tuple.Count)
            UnifyParts(parts, tuple, found);
    }

    private static void UnifyParts(Type[] parts, PyTuple tuple, Dictionary<Type, Type> found)
    {
        for (var i = 0; i < parts.Length; i++)
            Unify(parts[i], tuple[i], found);
    }

    private static void UnifyTypes(Type parameter, Type actual, Dictionary<Type, Type> found)
    {
        if (parameter.IsGenericParameter)
        {
            // Two arguments that disagree: the wider type, if one is wider than the other.
            if (!found.TryGetValue(parameter, out var before) || actual.IsAssignableFrom(before))
                found[parameter] = actual;
            return;
        }

        if (!parameter.ContainsGenericParameters)
            return;
        if (parameter.IsArray)
        {
            if (actual.IsArray)
                UnifyTypes(parameter.GetElementType()!, actual.GetElementType()!, found);
            return;
        }

        if (Match(parameter.GetGenericTypeDefinition(), actual) is { } match)
            UnifyAll(parameter.GetGenericArguments(), match.GetGenericArguments(), found);
        else if (parameter.IsSubclassOf(typeof(Delegate)) && actual.IsSubclassOf(typeof(Delegate)))
            UnifyDelegates(parameter, actual, found);
        else if (Nullable.GetUnderlyingType(parameter) is { } underlying)
            UnifyTypes(underlying, actual, found);
    }

    private static void UnifyAll(Type[] parameters, Type[] actuals, Dictionary<Type, Type> found)
    {
        for (var i = 0; i < parameters.Length; i++)
            UnifyTypes(parameters[i], actuals[i], found);
    }

    private static void UnifyDelegates(Type parameter, Type actual, Dictionary<Type, Type> found)
    {
        var (wanted, given) = (parameter.GetMethod("Invoke")!, actual.GetMethod("Invoke")!);
        Type[] wantedTypes = [.. wanted.GetParameters().Select(p => p.ParameterType)];
        Type[] givenTypes = [.. given.GetParameters().Select(p => p.ParameterType)];
        if (wantedTypes.Length == givenTypes.Length)
            UnifyAll([.. wantedTypes, wanted.ReturnType], [.. givenTypes, given.ReturnType], found);
    }

    private static void Guess(Type parameter, Dictionary<Type, Type> found)
    {
        if (parameter.IsGenericParameter)
            found.TryAdd(parameter, typeof(object));
        else
            Array.ForEach(parameter.IsArray ? [parameter.GetElementType()!] : parameter.GetGenericArguments(), part => Guess(part, found));
    }

    private static Type? Match(Type definition, Type actual)
    {
        for (var up = actual; up is not null; up = up.BaseType)
        {
            if (up.IsGenericType && up.GetGenericTypeDefinition() == definition)
                return up;
        }

        return Array.Find(actual.GetInterfaces(), type => type.IsGenericType && type.GetGenericTypeDefinition() == definition);
    }

    private static Type? ItemParameter(Type parameter)
    {
        if (parameter.IsArray)
            return parameter.GetElementType();
        var isSequence = parameter.IsGenericType && parameter.GetGenericArguments().Length == 1 && parameter.IsAssignableTo(typeof(IEnumerable));
        return isSequence ? parameter.GetGenericArguments()[0] : null;
    }

    private static Type CommonType(PyTuple items)
    {
        Type[] types = [.. items.Select(item => item is null or IRemoteObject ? typeof(object) : item.GetType()).Distinct()];
        return types.Length == 1 ? types[0] : typeof(object);
    }
}
