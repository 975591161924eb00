namespace DynamicRpyc.Invocation;

/// <summary>The attributes that Python expects of classes, methods and objects, where CLR ones have something to say. What is not here is an AttributeError.</summary>
internal static class SpecialAttributes
{
    internal static bool TryGet(object target, string name, out object? value)
    {
        value = name switch
        {
            "__class__" => target is Type ? typeof(Type) : target.GetType(),
            "__name__" => NameOf(target),
            "__qualname__" => QualifiedNameOf(target),
            "__module__" => (target as Type ?? target.GetType()).Namespace,
            "__self__" => SelfOf(target),
            _ => null,
        };

        // There is no documentation at run time, which Python spells None; every object has the attribute.
        return value is not null || name == "__doc__";
    }

    private static string? NameOf(object target) => target switch
    {
        Type type => TypeNames.Plain(type),
        BoundMethod method => method.Name,
        BoundSpecial method => method.Name,
        OpenGeneric open => open.Name,
        Delegate function => function.Method.Name,
        _ => null,
    };

    private static string? QualifiedNameOf(object target) => target switch
    {
        Type type => TypeNames.Qualified(type),
        BoundMethod method => method.QualifiedName,
        _ => NameOf(target),
    };

    private static object? SelfOf(object target) => target switch
    {
        BoundMethod method => method.Target,
        BoundSpecial method => method.Target,
        _ => null,
    };
}
