using System.Diagnostics.CodeAnalysis;
using System.Dynamic;
using System.Linq.Expressions;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary><see cref="DynamicObject"/>'s own entries, for code that calls them by hand; call sites go through <see cref="NetrefMetaObject"/>.</summary>
internal sealed partial class Netref
{
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = Surfaced.Of(NetrefOperations.GetAttribute(this, binder.Name));
        return true;
    }

    public override bool TrySetMember(SetMemberBinder binder, object? value)
    {
        NetrefOperations.SetAttribute(this, binder.Name, value);
        return true;
    }

    public override bool TryDeleteMember(DeleteMemberBinder binder)
    {
        NetrefOperations.DeleteAttribute(this, binder.Name);
        return true;
    }

    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        var keywords = BinderFacts.Keywords(binder.CallInfo);
        var types = BinderFacts.TypeArguments(binder);
        if (NetrefTasks.IsAsyncName(binder.Name))
        {
            result = types.Length == 0
                ? NetrefTasks.CallMember(this, binder.Name, keywords, args ?? [])
                : NetrefTasks.CallGeneric(this, binder.Name, types, keywords, args ?? []);
            return true;
        }
        result = Surfaced.Of(types.Length == 0
            ? NetrefOperations.CallMemberMany(this, binder.Name, keywords, args ?? [])
            : NetrefOperations.CallGeneric(this, binder.Name, types, keywords, args ?? []));
        return true;
    }

    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        result = Surfaced.Of(NetrefOperations.CallMany(this, BinderFacts.Keywords(binder.CallInfo), args ?? []));
        return true;
    }

    public override bool TryCreateInstance(CreateInstanceBinder binder, object?[]? args, [NotNullWhen(true)] out object? result)
    {
        result = Surfaced.Of(NetrefOperations.CallMany(this, BinderFacts.Keywords(binder.CallInfo), args ?? []));
        return result is not null;
    }

    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        result = Surfaced.Of(NetrefIndexing.Get(this, indexes));
        return true;
    }

    public override bool TrySetIndex(SetIndexBinder binder, object[] indexes, object? value)
    {
        NetrefIndexing.Set(this, indexes, value);
        return true;
    }

    public override bool TryDeleteIndex(DeleteIndexBinder binder, object[] indexes)
    {
        NetrefIndexing.Delete(this, indexes);
        return true;
    }

    public override bool TryUnaryOperation(UnaryOperationBinder binder, out object? result)
    {
        result = BinderFacts.IsTruthTest(binder.Operation)
            ? NetrefOperators.IsTrue(this) == (binder.Operation == ExpressionType.IsTrue)
            : Surfaced.Of(NetrefOperators.Unary(binder.Operation, this));
        return true;
    }

    public override bool TryBinaryOperation(BinaryOperationBinder binder, object arg, out object? result)
    {
        result = null;
        if (Operators.Find(binder.Operation) is not { } operation)
            return false;
        result = BinderFacts.IsShortCircuit(binder) ? arg : Surfaced.Of(NetrefOperators.Binary(operation, this, arg));
        return true;
    }

    public override bool TryConvert(ConvertBinder binder, out object? result)
    {
        result = NetrefConversion.ConvertForUser(this, binder.Type);
        return true;
    }
}
