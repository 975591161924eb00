using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>
/// The names of a delegate's parameters. C# itself knows those of the delegate's type alone, <c>arg1</c> and <c>obj</c>; who calls the function <c>(left, right) => ...</c> from another
/// language knows the ones that were written. Both count; where they clash, as in C#, those of the type. Safe for any thread.
/// </summary>
internal static class DelegateNames
{
    // By the methods of this process, which no peer makes more of.
    private static readonly ConditionalWeakTable<MethodInfo, MethodGroup> _groups = [];

    /// <summary>Calls the function with arguments of which some are named.</summary>
    /// <exception cref="BindException">The arguments do not fit; the text has the written names.</exception>
    internal static object? Invoke(Delegate function, in CallArguments arguments)
    {
        var group = _groups.GetValue(function.Method, _ => Named(function));
        if (group.Owner != function.GetType())
            group = Named(function);
        var parameters = InvokeOf(function).GetParameters();
        var written = Written(function, parameters);
        var names = arguments.Names.ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            if (Array.Find(parameters, parameter => parameter.Name == names[i]) is { } typed)
                names[i] = written[typed.Position];
        }

        return group.Invoke(function, arguments.With(arguments.Values, names));
    }

    /// <summary>As it would be declared, with the names that were written.</summary>
    internal static string Signature(Delegate function)
    {
        var invoke = InvokeOf(function);
        return new Overload(invoke, Written(function, invoke.GetParameters())).Signature;
    }

    private static MethodGroup Named(Delegate function)
    {
        var invoke = InvokeOf(function);
        return new MethodGroup(invoke.Name, function.GetType(), [invoke], names: Written(function, invoke.GetParameters()));
    }

    private static MethodInfo InvokeOf(Delegate function) => function.GetType().GetMethod("Invoke")!;

    // In front of those of Invoke a method may have what the delegate is bound to; an instance method behind an open delegate has one less, which is the object. What the runtime
    // compiled need have no names.
    private static string[] Written(Delegate function, ParameterInfo[] parameters)
    {
        var own = function.Method.GetParameters();
        var ahead = own.Length - parameters.Length;
        var written = Array.ConvertAll(parameters, parameter => parameter.Position + ahead >= 0 ? own[parameter.Position + ahead].Name : null);

        // Of (_, _) => ... both have one name, by which neither is meant.
        return [.. parameters.Select((parameter, i) => written[i] is { Length: > 0 } name && written.Count(name.Equals) == 1 ? name : parameter.Name ?? $"arg{i}")];
    }
}
