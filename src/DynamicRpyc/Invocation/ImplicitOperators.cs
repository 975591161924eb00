using System.Reflection;

namespace DynamicRpyc.Invocation;

/// <summary>The user-defined implicit conversions to one type: those that it declares itself, and those of the value's own type. Safe for any thread.</summary>
internal sealed class ImplicitOperators
{
    private const string Name = "op_Implicit";

    private readonly Type _target;
    private readonly (Type From, MethodInvoker Invoker)[] _declared;

    internal ImplicitOperators(Type target)
    {
        _target = target;
        var fitting = Declared(target).Where(method => target.IsAssignableFrom(method.ReturnType));
        _declared = [.. fitting.Select(method => (Source(method), MethodInvoker.Create(method)))];
    }

    internal MethodInvoker? Find(Type from)
    {
        foreach (var (source, invoker) in _declared)
        {
            if (source == from)
                return invoker;
        }

        foreach (var (source, invoker) in _declared)
        {
            if (source.IsAssignableFrom(from) && source != typeof(object))
                return invoker;
        }

        return from.IsPrimitive || from == typeof(string) ? null : FindOnSource(from);
    }

    private MethodInvoker? FindOnSource(Type from)
    {
        var methods = MemberTable.OfInstance(from).OperatorGroup(Name)?.Methods.OfType<MethodInfo>() ?? [];
        var method = methods.FirstOrDefault(candidate => _target.IsAssignableFrom(candidate.ReturnType) && Source(candidate).IsAssignableFrom(from));
        return method is null ? null : MethodInvoker.Create(method);
    }

    private static IEnumerable<MethodInfo> Declared(Type type) =>
        type.IsInterface || type.IsByRefLike || type.ContainsGenericParameters
            ? []
            : type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == Name && !Source(method).IsByRefLike && !method.IsDefined(typeof(NotExposedAttribute), inherit: false));

    private static Type Source(MethodInfo method) => method.GetParameters()[0].ParameterType;
}
