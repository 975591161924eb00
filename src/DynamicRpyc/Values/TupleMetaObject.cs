using System.Dynamic;
using System.Linq.Expressions;

namespace DynamicRpyc.Values;

/// <summary>A tuple held as <c>dynamic</c>: adds the conversions that C# cannot declare (to any C# tuple, array or list type) and leaves all else to the C# binder.</summary>
internal sealed class TupleMetaObject(Expression expression, PyTuple value)
    : DynamicMetaObject(expression, BindingRestrictions.GetTypeRestriction(expression, typeof(PyTuple)), value)
{
    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        // What a PyTuple already is (object, IEnumerable, ITuple, ...) needs no conversion; what it cannot become gets the C# binder's own error.
        if (binder.Type.IsAssignableFrom(typeof(PyTuple)) || !TupleConversion.CanConvert(binder.Type)) return base.BindConvert(binder);
        var convert = Expression.Call(
            ((Func<PyTuple, Type, object>)TupleConversion.Convert).Method,
            Expression.Convert(Expression, typeof(PyTuple)),
            Expression.Constant(binder.Type, typeof(Type)));
        return new DynamicMetaObject(Expression.Convert(convert, binder.ReturnType), Restrictions);
    }
}
