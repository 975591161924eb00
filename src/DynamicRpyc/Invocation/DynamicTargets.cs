using System.Collections.Concurrent;
using System.Dynamic;
using System.Linq.Expressions;
using Dynamitey;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Local objects that are themselves dynamic. ExpandoObject is asked as the dictionary that it is, DynamicObject by its own TryXxx methods, anything else (JObject)
/// through Dynamitey. Dynamitey remembers every name for ever, so it is given only names that the object lists, and only so many different ones.
/// </summary>
internal static class DynamicTargets
{
    private const int MaxDynamiteyArguments = 14;

    private static readonly SeenNames _seen = new(10_000);

    internal static bool TryGet(object target, TargetKind kind, string name, out object? value)
    {
        value = null;
        switch (kind)
        {
            case TargetKind.Custom:
                return ((ICustomMembers)target).TryGetMember(name, out value);
            case TargetKind.Expando:
                return ((IDictionary<string, object?>)target).TryGetValue(name, out value);
            case TargetKind.DynamicObject:
                return ((DynamicObject)target).TryGetMember(new Binders.Get(name), out value);
            case TargetKind.OtherDynamic when NamesOf(target, kind).Contains(name):
                value = Dynamic.InvokeGet(target, _seen.Admit(name));
                return true;
            default:
                return false;
        }
    }

    internal static bool TrySet(object target, TargetKind kind, string name, object? value)
    {
        switch (kind)
        {
            case TargetKind.Expando:
                ((IDictionary<string, object?>)target)[name] = value;
                return true;
            case TargetKind.DynamicObject:
                return ((DynamicObject)target).TrySetMember(new Binders.Set(name), value);
            case TargetKind.OtherDynamic:
                Dynamic.InvokeSet(target, _seen.Admit(name), value);
                return true;
            default:
                return false;
        }
    }

    internal static bool TryDelete(object target, TargetKind kind, string name)
    {
        if (kind == TargetKind.DynamicObject)
            return ((DynamicObject)target).TryDeleteMember(new Binders.Delete(name));
        if (target is IDictionary<string, object?> dictionary)
            return dictionary.Remove(name);
        return kind == TargetKind.OtherDynamic
            && MemberTable.OfInstance(target.GetType()).FindMethods("Remove") is { } remove
            && remove.TryInvoke(target, new CallArguments([name]), out var removed)
            && removed is true;
    }

    /// <summary>Calls a member of a DynamicObject in one step, as C# does. False where it has none.</summary>
    internal static bool TryCallMember(object target, string name, in CallArguments arguments, out object? result) =>
        ((DynamicObject)target).TryInvokeMember(new Binders.CallMember(name, Info(arguments)), arguments.Values.ToArray(), out result);

    /// <summary>Calls the object itself. False where it is not callable.</summary>
    internal static bool TryCall(object target, TargetKind kind, in CallArguments arguments, out object? result)
    {
        result = null;
        if (kind == TargetKind.DynamicObject)
            return ((DynamicObject)target).TryInvoke(new Binders.Call(Info(arguments)), arguments.Values.ToArray(), out result);
        if (kind != TargetKind.OtherDynamic)
            return false;
        if (arguments.Values.Length > MaxDynamiteyArguments || !arguments.Names.IsEmpty)
            throw new BindException($"{MissingMember.Owner(target)} is dynamic and takes at most {MaxDynamiteyArguments} arguments, none of them named");
        try
        {
            result = Dynamic.Invoke(target, arguments.Values.ToArray());
            return true;
        }
        catch (RuntimeBinderException refusal)
        {
            throw new BindException($"{MissingMember.Owner(target)} cannot be called so: {refusal.Message}", refusal);
        }
    }

    internal static object? GetIndex(object target, object? key)
    {
        if (target is DynamicObject dynamic && dynamic.TryGetIndex(new Binders.GetIndex(), Keys(key), out var value))
            return value;
        throw new BindException($"{MissingMember.Owner(target)} cannot be indexed with {TypeNames.Describe(key)}");
    }

    internal static void SetIndex(object target, object? key, object? value)
    {
        if (target is not DynamicObject dynamic || !dynamic.TrySetIndex(new Binders.SetIndex(), Keys(key), value!))
            throw new BindException($"{MissingMember.Owner(target)} cannot be assigned to by {TypeNames.Describe(key)}");
    }

    /// <summary>An operator of a DynamicObject, or of primitives by C#'s own rules. False where there is none.</summary>
    internal static bool TryBinary(ExpressionType kind, object? left, object? right, object self, out object? result)
    {
        result = null;
        if (self is DynamicObject dynamic)
            return ReferenceEquals(self, left) && dynamic.TryBinaryOperation(new Binders.Binary(kind), right!, out result);
        if (!self.GetType().IsPrimitive || left is null || right is null || !(IsPrimitive(left) && IsPrimitive(right)))
            return false;
        return TryPredefined(left, kind, right, out result);
    }

    /// <summary>An operator that C# has for two values. False where it has none.</summary>
    internal static bool TryPredefined(object? left, ExpressionType kind, object? right, out object? result)
    {
        result = null;
        try
        {
            result = Dynamic.InvokeBinaryOperator(left, kind, right);
            return true;
        }
        catch (RuntimeBinderException)
        {
            // The pair has no such operator in C# (ulong + int, double << int): the caller answers NotImplemented.
            return false;
        }
    }

    internal static bool TryUnary(ExpressionType kind, object target, out object? result)
    {
        result = null;
        if (target is DynamicObject dynamic)
            return dynamic.TryUnaryOperation(new Binders.Unary(kind), out result);
        return IsPrimitive(target) && TryPredefined(kind, target, out result);
    }

    /// <summary>As the other one, with one value. Null is for nothing.</summary>
    internal static bool TryPredefined(ExpressionType kind, dynamic? value, out object? result)
    {
        try
        {
            result = value is null ? null : kind switch
            {
                ExpressionType.Negate => -value,
                ExpressionType.OnesComplement => ~value,
                _ => +value,
            };
            return true;
        }
        catch (RuntimeBinderException)
        {
            // Such as ~1.5.
            result = null;
            return false;
        }
    }

    internal static IEnumerable<string> NamesOf(object target, TargetKind kind) => kind switch
    {
        TargetKind.Custom => ((ICustomMembers)target).MemberNames,
        TargetKind.Expando => ((IDictionary<string, object?>)target).Keys,
        TargetKind.DynamicObject => ((DynamicObject)target).GetDynamicMemberNames(),
        TargetKind.OtherDynamic => ((IDynamicMetaObjectProvider)target).GetMetaObject(Expression.Constant(target)).GetDynamicMemberNames(),
        _ => [],
    };

    private static bool IsPrimitive(object value) => value.GetType().IsPrimitive || value is decimal;

    private static object[] Keys(object? key) => PyTuple.Of(key) is { } several ? [.. several.Select(static part => part!)] : [key!];

    private static CallInfo Info(in CallArguments arguments) => new(arguments.Values.Length, arguments.Names.ToArray());
}

/// <summary>The names that Dynamitey was given, which it keeps: what it saw before costs nothing more; past the bound a name is refused. Safe for any thread.</summary>
internal sealed class SeenNames(int most)
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The name is new and the bound is reached.</exception>
    internal string Admit(string name)
    {
        if (_seen.ContainsKey(name))
            return name;
        if (_seen.Count >= most)
        {
            throw new InvalidOperationException(
                $"More than {most} different member names of dynamic objects were used in this process; '{name}' is refused. Use the object's indexer instead.");
        }

        _seen.TryAdd(name, true);
        return name;
    }
}
