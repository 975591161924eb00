using System.Dynamic;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Values;

/// <summary>
/// A tuple held as <c>dynamic</c>: adds the conversions that C# cannot declare (to any C# tuple, array or collection type), its truth, <c>t[^1]</c>, <c>t[1..]</c> and Python's slices, <c>t.Item1</c>,
/// Python's operators and methods, and comparison with tuples of the other kind. All else is left to the C# binder.
/// </summary>
internal abstract class AnyTupleMetaObject(Expression expression, Type type, object value)
    : DynamicMetaObject(expression, BindingRestrictions.GetTypeRestriction(expression, type), value)
{
    private static readonly MethodInfo _convert = ((Func<ITuple, Type, object>)TupleOperations.Convert).Method;
    private static readonly MethodInfo _refuse = ((Func<ITuple, Type, object>)TupleOperations.Refuse).Method;
    private static readonly MethodInfo _isTrue = ((Func<ITuple, bool>)TupleOperations.IsTrue).Method;
    private static readonly MethodInfo _item = ((Func<ITuple, object?, object?>)TupleOperations.Item).Method;
    private static readonly MethodInfo _areEqual = ((Func<ITuple, object?, bool, object>)TupleOperations.AreEqual).Method;
    private static readonly MethodInfo _call = ((Func<ITuple, string, object?[], object>)TupleArithmetic.Call).Method;
    private static readonly MethodInfo _length = typeof(ITuple).GetProperty(nameof(ITuple.Length))!.GetMethod!;

    private Expression Self => Expression.Convert(Expression, typeof(ITuple));

    /// <summary>What the C# binder makes of the tuple; the suggestion, where that is nothing.</summary>
    protected abstract DynamicMetaObject Fallback(ConvertBinder binder, DynamicMetaObject suggestion);

    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        var type = Expression.Constant(binder.Type, typeof(Type));
        if (binder.Type == typeof(string))
            return Bound(Expression.Call(Expression, nameof(ToString), null));
        if ((Nullable.GetUnderlyingType(binder.Type) ?? binder.Type) == typeof(bool))
            return Bound(Expression.Convert(Expression.Call(_isTrue, Self), binder.ReturnType));
        return TupleCast.CanConvert(binder.Type)
            ? Bound(Expression.Convert(Expression.Call(_convert, Self, type), binder.ReturnType))
            : Fallback(binder, Bound(Expression.Convert(Expression.Call(_refuse, Self, type), binder.ReturnType)));
    }

    /// <summary>As Python has it, and as a remote list has: <c>if (t)</c>, <c>!t</c>.</summary>
    public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder) => binder.Operation switch
    {
        ExpressionType.IsTrue => Bound(Expression.Convert(Expression.Call(_isTrue, Self), binder.ReturnType)),
        ExpressionType.IsFalse or ExpressionType.Not => Bound(Expression.Convert(Expression.Not(Expression.Call(_isTrue, Self)), binder.ReturnType)),
        _ => base.BindUnaryOperation(binder),
    };

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder)
    {
        if (binder.Name is "Count" or "Length")
            return Bound(Expression.Convert(Expression.Call(Self, _length), typeof(object)));
        return binder.Name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(binder.Name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? Bound(Expression.Call(_item, Self, Expression.Constant(number - 1, typeof(object))))
            : base.BindGetMember(binder);
    }

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => indexes is [var only] && binder.CallInfo.ArgumentNames.Count == 0
        ? Bound(Expression.Call(_item, Self, Expression.Convert(only.Expression, typeof(object))))
        : base.BindGetIndex(binder, indexes);

    public override DynamicMetaObject BindBinaryOperation(BinaryOperationBinder binder, DynamicMetaObject arg)
    {
        var right = Expression.Convert(arg.Expression, typeof(object));
        if (binder.Operation is ExpressionType.Equal or ExpressionType.NotEqual)
            return Bound(Expression.Call(_areEqual, Self, right, Expression.Constant(binder.Operation == ExpressionType.Equal)));
        return arg.HasValue && TupleArithmetic.Find(binder.Operation, arg.Value) is { } operation
            ? new DynamicMetaObject(Expression.Invoke(Expression.Constant(operation), Self, right), Restrictions.Merge(BindingRestrictions.GetTypeRestriction(arg.Expression, arg.LimitType)))
            : base.BindBinaryOperation(binder, arg);
    }

    /// <summary><c>t.count(x)</c> and <c>t.index(x)</c>.</summary>
    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args) => TupleArithmetic.IsMethod(binder.Name) && binder.CallInfo.ArgumentNames.Count == 0
        ? Bound(Expression.Call(_call, Self, Expression.Constant(binder.Name), Expression.NewArrayInit(typeof(object), args.Select(static arg => Expression.Convert(arg.Expression, typeof(object))))))
        : base.BindInvokeMember(binder, args);

    protected DynamicMetaObject Bound(Expression body) => new(body, Restrictions);
}

/// <summary>A Python tuple. What it already is (object, IEnumerable, ITuple, ...) needs no conversion; a type of the user's may have one of its own.</summary>
internal sealed class TupleMetaObject(Expression expression, PyTuple value) : AnyTupleMetaObject(expression, typeof(PyTuple), value)
{
    protected override DynamicMetaObject Fallback(ConvertBinder binder, DynamicMetaObject suggestion) => binder.FallbackConvert(this, suggestion);

    public override DynamicMetaObject BindConvert(ConvertBinder binder) =>
        binder.Type.IsAssignableFrom(typeof(PyTuple)) ? new DynamicMetaObject(Expression.Convert(Expression, binder.Type), Restrictions) : base.BindConvert(binder);
}

/// <summary>A .NET tuple: what is not said above, the C# binder does with the tuple itself.</summary>
internal sealed class ClrTupleMetaObject<T>(Expression expression, ClrTuple<T> tuple) : AnyTupleMetaObject(expression, typeof(ClrTuple<T>), tuple) where T : notnull, ITuple
{
    private Expression Tuple => Expression.Property(Expression.Convert(Expression, typeof(ClrTuple<T>)), nameof(ClrTuple<>.Value));

    private DynamicMetaObject Inner => new(Tuple, Restrictions, tuple.Value);

    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        var target = Nullable.GetUnderlyingType(binder.Type) ?? binder.Type;
        if (target == typeof(T))
            return Bound(Expression.Convert(Tuple, binder.Type));
        if (binder.Type.IsAssignableFrom(typeof(ClrTuple<T>)))
            return Bound(Expression.Convert(Expression, binder.Type));
        return target == typeof(PyTuple) ? Bound(Expression.Call(((Func<object?, PyTuple?>)PyTuple.Of).Method, Expression)) : base.BindConvert(binder);
    }

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args) => TupleArithmetic.IsMethod(binder.Name)
        ? base.BindInvokeMember(binder, args)
        : Left(binder.FallbackInvokeMember(Inner, args));

    public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder) => binder.Operation is ExpressionType.IsTrue or ExpressionType.IsFalse or ExpressionType.Not
        ? base.BindUnaryOperation(binder)
        : Left(binder.FallbackUnaryOperation(Inner));

    protected override DynamicMetaObject Fallback(ConvertBinder binder, DynamicMetaObject suggestion) => Left(binder.FallbackConvert(Inner, suggestion));

    /// <summary>What the C# binder made of the tuple. It tests the tuple's type, which is fixed where it looks, and not that this is what holds one.</summary>
    private DynamicMetaObject Left(DynamicMetaObject bound) => new(bound.Expression, Restrictions.Merge(bound.Restrictions));
}
