using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What a call site's binder knows of the C# source. The C# binder keeps some of it in properties that are not public; they are read when a site is bound, not per call,
/// and where another language's binder has none of them the plain meaning holds.
/// </summary>
internal static class BinderFacts
{
    private const BindingFlags Anywhere = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The types in <c>nr.Name&lt;T1, T2&gt;(...)</c>; empty where none are written.</summary>
    internal static Type[] TypeArguments(InvokeMemberBinder binder) => Read<Type[]>(binder, "TypeArguments") ?? [];

    /// <summary>Whether the operation is the second half of <c>&amp;&amp;</c> or <c>||</c>, whose value is the right operand, rather than <c>&amp;</c> or <c>|</c>.</summary>
    internal static bool IsShortCircuit(BinaryOperationBinder binder) =>
        binder.Operation is ExpressionType.And or ExpressionType.Or && Read<object>(binder, "IsLogicalOperation") is true;

    internal static bool IsTruthTest(ExpressionType operation) => operation is ExpressionType.IsTrue or ExpressionType.IsFalse;

    internal static string[]? Keywords(CallInfo call) => call.ArgumentNames.Count == 0 ? null : [.. call.ArgumentNames];

    /// <summary>Whether the argument is written with <c>ref</c> or <c>out</c>.</summary>
    internal static bool IsByRef(DynamicMetaObject argument) => argument.Expression is ParameterExpression { IsByRef: true };

    /// <summary>Whether the argument, counted without the target, is written with <c>out</c>; one of which that cannot be told is taken for a <c>ref</c>.</summary>
    internal static bool IsOut(DynamicMetaObjectBinder binder, int argument)
    {
        const int Out = 16;
        if (Field<Array>(binder, "_argumentInfo") is not { } all || argument + 1 >= all.Length || all.GetValue(argument + 1) is not { } info)
            return false;
        var flags = info.GetType().GetProperty("Flags", Anywhere)?.GetValue(info);
        return flags is Enum given && (System.Convert.ToInt32(given, System.Globalization.CultureInfo.InvariantCulture) & Out) != 0;
    }

    private static T? Read<T>(DynamicMetaObjectBinder binder, string property) where T : class =>
        binder.GetType().GetProperty(property, Anywhere)?.GetValue(binder) as T;

    private static T? Field<T>(DynamicMetaObjectBinder binder, string field) where T : class =>
        binder.GetType().GetField(field, Anywhere)?.GetValue(binder) as T;
}
