using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Proxies;

/// <summary>Which interfaces an object can act like. Looked at once an interface. Safe for any thread.</summary>
internal static class InterfaceCheck
{
    private static readonly ConditionalWeakTable<Type, string> _objections = [];

    /// <summary>Why no object can act like the type; null where one can.</summary>
    internal static string? Objection(Type type) => _objections.GetValue(type, Find) is { Length: > 0 } objection ? objection : null;

    /// <exception cref="ArgumentException">The type is no interface, or not a closed one.</exception>
    /// <exception cref="NotSupportedException">A member of the interface cannot be passed on; the text names it.</exception>
    internal static void Require(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsInterface)
            throw new ArgumentException($"{TypeNames.Full(type)} is not an interface; an object can act like interfaces only.");
        if (type.ContainsGenericParameters)
            throw new ArgumentException($"{TypeNames.Full(type)} is an open generic interface: close it first.");
        if (Objection(type) is { } objection)
            throw new NotSupportedException(objection);
    }

    private static string Find(Type type)
    {
        var faces = type.GetInterfaces().Prepend(type).ToArray();
        var required = faces.SelectMany(static face => face.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .FirstOrDefault(static method => method is { IsAbstract: true, IsStatic: true });
        if (required is not null)
            return Text(type, required, "is static and abstract, which only a class can implement");
        return ProxiedMembers.Methods(type).Select(method => (Method: method, Why: Objection(method)))
            .Where(static found => found.Why is not null).Select(found => Text(type, found.Method, found.Why!)).FirstOrDefault() ?? "";
    }

    private static string? Objection(MethodInfo method)
    {
        if (method.ReturnType.IsByRef)
            return "returns by reference";
        if (!Overload.IsPassable(method.ReturnType))
            return $"returns a {TypeNames.Display(method.ReturnType)}, which is by-ref-like or a pointer";
        if (method.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            return "is an init accessor, which runs while an object is made, and this one is made already; declare it as set";
        var parameter = Array.Find(method.GetParameters(), static parameter => !Overload.IsPassable(parameter.ParameterType));
        if (parameter is not null)
            return $"has the parameter '{parameter.Name}' of type {TypeNames.Display(parameter.ParameterType)}, which is by-ref-like or a pointer";
        var returned = Array.Find(method.GetParameters(), static parameter => parameter.ParameterType.IsByRef && !parameter.IsIn);
        return returned is not null && AsyncShape.Of(method.ReturnType) is not null ? $"has the ref or out parameter '{returned.Name}' beside a result that comes later" : null;
    }

    private static string Text(Type type, MethodInfo method, string why) =>
        $"No object can be made to act like {TypeNames.Full(type)}: its member '{TypeNames.Display(method.DeclaringType!)}.{method.Name}' {why}.";
}
