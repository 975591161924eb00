namespace DynamicRpyc.Invocation;

/// <summary>The attributes that Python expects of classes, methods and objects, where CLR ones have something to say. What is not here is an AttributeError.</summary>
internal static class SpecialAttributes
{
    /// <summary>Of a method, or of a type for its constructors: the overloads, to be indexed with the types of the parameters of one.</summary>
    internal const string OverloadsName = "Overloads";

    internal static bool TryGet(object target, string name, out object? value)
    {
        value = name switch
        {
            "__class__" => target is Type ? typeof(Type) : target.GetType(),
            "__name__" => NameOf(target),
            "__qualname__" => QualifiedNameOf(target),
            "__module__" => (target as Type ?? target.GetType()).Namespace,
            "__self__" => SelfOf(target),
            "closed" => StreamSpecials.IsClosed(target),
            "__doc__" => DocumentationOf(target),
            "__func__" => target is BoundMethod whole ? new UnboundFunction(whole) : target is Delegate function ? new UnboundFunction(InvokeOf(function)) : null,
            OverloadsName => target is BoundMethod method ? new OverloadChooser(method) : target is Type type && Generics.CanConstruct(type) ? new OverloadChooser(new BoundMethod(type, Constructors.Of(type))) : null,
            _ => null,
        };

        // No documentation is None in Python; every object has the attribute.
        return value is not null || name == "__doc__";
    }

    private static BoundMethod InvokeOf(Delegate function) => new(function, MemberTable.OfInstance(function.GetType()).FindMethods("Invoke")!);

    private static string? DocumentationOf(object target) => target switch
    {
        BoundMethod method => method.Documentation,
        UnboundFunction function => function.Method.Documentation,
        Delegate function => $"{TypeNames.Display(function.GetType())}: {DelegateNames.Signature(function)}",
        Type type => Documentations.Of(type),
        EventToken token => token.Documentation,
        ICallable or OpenGeneric or ICustomMembers => null,
        _ => Documentations.Of(target.GetType()),
    };

    private static string? NameOf(object target) => target switch
    {
        Type type => TypeNames.Plain(type),
        BoundMethod method => method.Name,
        UnboundFunction function => function.Method.Name,
        BoundSpecial method => method.Name,
        OpenGeneric open => open.Name,
        Delegate function => function.Method.Name,
        _ => null,
    };

    private static string? QualifiedNameOf(object target) => target switch
    {
        Type type => TypeNames.Qualified(type),
        BoundMethod method => method.QualifiedName,
        UnboundFunction function => function.Method.QualifiedName,
        _ => NameOf(target),
    };

    private static object? SelfOf(object target) => target switch
    {
        BoundMethod method => method.Target,
        BoundSpecial method => method.Target,
        Delegate function => function,
        _ => null,
    };
}
