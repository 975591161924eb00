using System.Dynamic;
using System.Linq.Expressions;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Binders that only carry a name to a <see cref="DynamicObject"/>'s own TryXxx methods, called directly: no call site, no cache, so a peer's names leave nothing behind.
/// None of them ever binds an expression.
/// </summary>
internal static class Binders
{
    private static NotSupportedException NeverBound() => new("This binder carries a name to a DynamicObject that is called directly, and binds nothing: answer false where there is no such member.");

    internal sealed class Get(string name) : GetMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackGetMember(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class Set(string name) : SetMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackSetMember(DynamicMetaObject target, DynamicMetaObject value, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class Delete(string name) : DeleteMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackDeleteMember(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class CallMember(string name, CallInfo info) : InvokeMemberBinder(name, ignoreCase: false, info)
    {
        public override DynamicMetaObject FallbackInvokeMember(DynamicMetaObject target, DynamicMetaObject[] args, DynamicMetaObject? errorSuggestion) => throw NeverBound();

        public override DynamicMetaObject FallbackInvoke(DynamicMetaObject target, DynamicMetaObject[] args, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class Call(CallInfo info) : InvokeBinder(info)
    {
        public override DynamicMetaObject FallbackInvoke(DynamicMetaObject target, DynamicMetaObject[] args, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class GetIndex() : GetIndexBinder(new CallInfo(1))
    {
        public override DynamicMetaObject FallbackGetIndex(DynamicMetaObject target, DynamicMetaObject[] indexes, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class SetIndex() : SetIndexBinder(new CallInfo(1))
    {
        public override DynamicMetaObject FallbackSetIndex(
            DynamicMetaObject target, DynamicMetaObject[] indexes, DynamicMetaObject value, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class Binary(ExpressionType kind) : BinaryOperationBinder(kind)
    {
        public override DynamicMetaObject FallbackBinaryOperation(DynamicMetaObject target, DynamicMetaObject arg, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }

    internal sealed class Unary(ExpressionType kind) : UnaryOperationBinder(kind)
    {
        public override DynamicMetaObject FallbackUnaryOperation(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) => throw NeverBound();
    }
}
