using System.Dynamic;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Tests.Netrefs;

/// <summary>Call sites that C# has no syntax for.</summary>
internal static class DeleteSites
{
    internal static void DeleteMember(object target, string name)
    {
        var site = CallSite<Action<CallSite, object>>.Create(new MemberBinder(name));
        site.Target(site, target);
    }

    internal static void DeleteIndex(object target, object index)
    {
        var site = CallSite<Action<CallSite, object, object>>.Create(new IndexBinder());
        site.Target(site, target, index);
    }

    internal static object CreateInstance(object target, object argument)
    {
        var site = CallSite<Func<CallSite, object, object, object>>.Create(new InstanceBinder());
        return site.Target(site, target, argument);
    }

    internal sealed class MemberBinder(string name) : DeleteMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackDeleteMember(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => throw new InvalidOperationException("fell back");
    }

    internal sealed class IndexBinder() : DeleteIndexBinder(new CallInfo(1))
    {
        public override DynamicMetaObject FallbackDeleteIndex(DynamicMetaObject target, DynamicMetaObject[] indexes, DynamicMetaObject? errorSuggestion) =>
            throw new InvalidOperationException("fell back");
    }

    internal sealed class InstanceBinder() : CreateInstanceBinder(new CallInfo(1))
    {
        public override DynamicMetaObject FallbackCreateInstance(DynamicMetaObject target, DynamicMetaObject[] args, DynamicMetaObject? errorSuggestion) =>
            throw new InvalidOperationException("fell back");
    }
}
