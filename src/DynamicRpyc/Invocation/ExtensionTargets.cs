using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>Whether an extension method can be called on an object, judged by its first parameter. Pure.</summary>
internal static class ExtensionTargets
{
    internal static bool Fits(MethodInfo method, object target)
    {
        var first = method.GetParameters()[0].ParameterType;
        return FitsType(first.IsByRef ? first.GetElementType()! : first, target.GetType());
    }

    private static bool FitsType(Type parameter, Type actual)
    {
        if (!parameter.ContainsGenericParameters)
            return parameter.IsAssignableFrom(actual);
        if (parameter.IsGenericParameter)
            return Array.TrueForAll(parameter.GetGenericParameterConstraints(), constraint => constraint.ContainsGenericParameters || constraint.IsAssignableFrom(actual));
        return parameter.IsArray ? actual.IsArray && actual.GetArrayRank() == parameter.GetArrayRank() : CollectionTypes.Implements(actual, parameter.GetGenericTypeDefinition());
    }
}
