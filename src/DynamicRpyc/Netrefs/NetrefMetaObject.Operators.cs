using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace DynamicRpyc.Netrefs;

/// <summary>Operators and indexes.</summary>
internal sealed partial class NetrefMetaObject
{
    private static readonly MethodInfo _binary = ((Func<BinaryOperator, Netref, object?, object?>)NetrefOperators.Binary).Method;
    private static readonly MethodInfo _unary = ((Func<ExpressionType, Netref, object?>)NetrefOperators.Unary).Method;
    private static readonly MethodInfo _isTrue = ((Func<Netref, bool>)NetrefOperators.IsTrue).Method;
    private static readonly MethodInfo _getItem = ((Func<Netref, object?, object?>)NetrefIndexing.Get).Method;
    private static readonly MethodInfo _getItems = ((Func<Netref, object?[], object?>)NetrefIndexing.Get).Method;
    private static readonly MethodInfo _setItem = ((Func<Netref, object?, object?, object?>)NetrefIndexing.Set).Method;
    private static readonly MethodInfo _setItems = ((Func<Netref, object?[], object?, object?>)NetrefIndexing.Set).Method;
    private static readonly MethodInfo _deleteItems = ((Action<Netref, object?[]>)NetrefIndexing.Delete).Method;

    public override DynamicMetaObject BindBinaryOperation(BinaryOperationBinder binder, DynamicMetaObject arg)
    {
        // C# has already asked whether the left operand is false (for &&) or true (for ||).
        if (BinderFacts.IsShortCircuit(binder))
            return Bound(Boxed(arg));
        return Operators.Find(binder.Operation) is { } operation
            ? Answer(Expression.Call(_binary, Expression.Constant(operation), Self, Boxed(arg)))
            : Unsupported(Operators.NoCounterpart(binder.Operation));
    }

    public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder)
    {
        if (!BinderFacts.IsTruthTest(binder.Operation))
            return Answer(Expression.Call(_unary, Expression.Constant(binder.Operation), Self));
        Expression truth = Expression.Call(_isTrue, Self);
        truth = binder.Operation == ExpressionType.IsTrue ? truth : Expression.Not(truth);
        return Bound(Expression.Convert(truth, binder.ReturnType));
    }

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes)
    {
        if (binder.CallInfo.ArgumentNames.Count > 0)
            return NoNamedIndexes();
        return indexes is [var only]
            ? Answer(Expression.Call(_getItem, Self, Boxed(only)))
            : Answer(Expression.Call(_getItems, Self, Boxed(indexes)));
    }

    public override DynamicMetaObject BindSetIndex(SetIndexBinder binder, DynamicMetaObject[] indexes, DynamicMetaObject value)
    {
        if (binder.CallInfo.ArgumentNames.Count > 0)
            return NoNamedIndexes();
        return indexes is [var only]
            ? Bound(Expression.Call(_setItem, Self, Boxed(only), Boxed(value)))
            : Bound(Expression.Call(_setItems, Self, Boxed(indexes), Boxed(value)));
    }

    public override DynamicMetaObject BindDeleteIndex(DeleteIndexBinder binder, DynamicMetaObject[] indexes) =>
        Bound(Expression.Call(_deleteItems, Self, Boxed(indexes)));

    private DynamicMetaObject NoNamedIndexes() =>
        Unsupported("The indexes of a remote object cannot be named: the protocol's __getitem__ takes one key. Write them in order, without names.");
}
