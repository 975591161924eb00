using Dynamitey;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Proxies;

/// <summary>
/// Members that an object makes up itself, used as a <c>dynamic</c> call site in some other class would: through Dynamitey, from the outside, so that nothing private is
/// reached. The names are those of this process's interfaces, so there are only so many.
/// </summary>
internal static class LocalDynamic
{
    internal static bool TryGet(object target, TargetKind kind, string name, out object? value)
    {
        if (kind == TargetKind.Custom)
            return DynamicTargets.TryGet(target, kind, name, out value);
        // A JObject gives null for whatever it has not.
        return Try(() => Dynamic.InvokeGet(Outside(target), name), out value) && (value is not null || Lists(target, kind, name) || !DynamicTargets.NamesOf(target, kind).Any());
    }

    internal static bool TrySet(object target, string name, object? value) => Try(() => Dynamic.InvokeSet(Outside(target), name, value), out _);

    internal static bool TryCall(object target, TargetKind kind, string name, ProxyCall call, MemberNaming naming, out object? result)
    {
        if (kind != TargetKind.Custom && TryCallMember(target, name, call, out result))
            return true;
        if (!TryGet(target, kind, name, out result))
            return false;
        result = LocalCalls.CallValue(result, call, TypeNames.Display(target.GetType()), naming);
        return true;
    }

    internal static bool Lists(object target, TargetKind kind, string name) => DynamicTargets.NamesOf(target, kind).Contains(name);

    internal static void Subscribe(object target, string name, Delegate handler, bool isAdd)
    {
        if (isAdd)
            Dynamic.InvokeAddAssignMember(Outside(target), name, handler);
        else
            Dynamic.InvokeSubtractAssignMember(Outside(target), name, handler);
    }

    private static bool TryCallMember(object target, string name, ProxyCall call, out object? result)
    {
        var values = call.Values(out var names);
        for (var i = 0; i < (names?.Length ?? 0); i++)
            values[^(names!.Length - i)] = new InvokeArg(names[i], values[^(names.Length - i)]);
        var member = new InvokeMemberName(name, call.TypeArguments);
        return Try(() => call.Method.ReturnType == typeof(void) ? Act(target, member, values) : Dynamic.InvokeMember(Outside(target), member, values), out result);
    }

    private static object? Act(object target, InvokeMemberName member, object?[] values)
    {
        Dynamic.InvokeMemberAction(Outside(target), member, values);
        return null;
    }

    private static object Outside(object target) => InvokeContext.CreateContext(target, typeof(object));

    // The binder reports a member that is not there and one that does not fit alike; what the member itself throws comes through.
    private static bool Try(Func<object?> operation, out object? result)
    {
        try
        {
            result = operation();
            return true;
        }
        catch (RuntimeBinderException)
        {
            result = null;
            return false;
        }
    }
}
