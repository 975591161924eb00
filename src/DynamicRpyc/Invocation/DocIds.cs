using System.Reflection;

namespace DynamicRpyc.Invocation;

/// <summary>The names by which a documentation file knows types and methods: C#'s documentation comment ids, as the language specification's annex D has them. Pure.</summary>
internal static class DocIds
{
    internal static string Of(Type type) => "T:" + NameOf(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type);

    internal static string Of(EventInfo info) => $"E:{Of(info.DeclaringType!)[2..]}.{info.Name}";

    internal static string Of(MethodBase method)
    {
        var definition = Definition(method);
        var owner = definition.DeclaringType!;
        var name = definition.IsConstructor ? "#ctor" : definition.Name.Replace('.', '#');
        var arity = definition is MethodInfo { IsGenericMethodDefinition: true } ? "``" + definition.GetGenericArguments().Length : "";
        var parameters = definition.GetParameters();
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(static parameter => InParameter(parameter.ParameterType)))})";
        var result = definition is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? "~" + InParameter(conversion.ReturnType) : "";
        return $"M:{NameOf(owner)}.{name}{arity}{list}{result}";
    }

    // The method as written: of an open type, with its own type parameters.
    private static MethodBase Definition(MethodBase method)
    {
        if (method is MethodInfo { IsGenericMethod: true, IsGenericMethodDefinition: false } closed)
            method = closed.GetGenericMethodDefinition();
        return method.DeclaringType is { IsConstructedGenericType: true } ? method.Module.ResolveMethod(method.MetadataToken)! : method;
    }

    private static string NameOf(Type type) => (type.FullName ?? $"{type.Namespace}.{type.Name}").Replace('+', '.');

    private static string InParameter(Type type)
    {
        if (type.IsByRef)
            return InParameter(type.GetElementType()!) + "@";
        if (type.IsPointer)
            return InParameter(type.GetElementType()!) + "*";
        if (type.IsArray)
            return InParameter(type.GetElementType()!) + (type.GetArrayRank() == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank()))}]");
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        return type.IsGenericType ? Generic(type) : NameOf(type);
    }

    // Each enclosing type takes its own arguments: Outer{`0}.Inner{`1}.
    private static string Generic(Type type)
    {
        var arguments = type.GetGenericArguments();
        var parts = new List<string>();
        var used = 0;
        foreach (var part in NameOf(type.GetGenericTypeDefinition()).Split('.'))
        {
            var tick = part.IndexOf('`', StringComparison.Ordinal);
            if (tick < 0)
            {
                parts.Add(part);
                continue;
            }

            var own = int.Parse(part.AsSpan(tick + 1), System.Globalization.CultureInfo.InvariantCulture);
            parts.Add($"{part[..tick]}{{{string.Join(',', arguments.Skip(used).Take(own).Select(InParameter))}}}");
            used += own;
        }

        return string.Join('.', parts);
    }
}
