using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What a <c>dynamic</c> expression on a netref becomes: one call of a static method of <see cref="NetrefOperations"/> and its kin, with all that the source says (names,
/// arity, keywords, type arguments) fixed when the call site is bound. The only restriction is the netref's type, so one rule serves every netref and every argument.
/// Nothing falls back to the language's binder: that one would find the members of <see cref="object"/> first and hide the remote ones.
/// </summary>
internal sealed partial class NetrefMetaObject(Expression expression, Netref netref) : DynamicMetaObject(expression, BindingRestrictions.Empty, netref)
{
    private static readonly MethodInfo _getAttribute = Operation(nameof(NetrefOperations.GetAttribute));
    private static readonly MethodInfo _setAttribute = Operation(nameof(NetrefOperations.SetAttribute));
    private static readonly MethodInfo _deleteAttribute = Operation(nameof(NetrefOperations.DeleteAttribute));

    private static readonly MethodInfo _surfaced = ((Func<object?, object?>)Surfaced.Of).Method;

    private Expression Self => Expression.Convert(Expression, typeof(Netref));

    public override IEnumerable<string> GetDynamicMemberNames() => ((Netref)Value!).GetDynamicMemberNames();

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) =>
        Answer(Expression.Call(_getAttribute, Self, Expression.Constant(binder.Name)));

    public override DynamicMetaObject BindSetMember(SetMemberBinder binder, DynamicMetaObject value) =>
        Bound(Expression.Call(_setAttribute, Self, Expression.Constant(binder.Name), Boxed(value)));

    public override DynamicMetaObject BindDeleteMember(DeleteMemberBinder binder) =>
        Bound(Expression.Call(_deleteAttribute, Self, Expression.Constant(binder.Name)));

    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        if (binder.Type.IsAssignableFrom(typeof(Netref)))
            return Bound(Expression.Convert(Expression, binder.Type));
        var convert = ((Func<Netref, Type, object>)NetrefConversion.ConvertForUser).Method;
        return Bound(Expression.Convert(Expression.Call(convert, Self, Expression.Constant(binder.Type, typeof(Type))), binder.Type));
    }

    private static MethodInfo Operation(string name) =>
        typeof(NetrefOperations).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static Expression Boxed(DynamicMetaObject argument) => Expression.Convert(argument.Expression, typeof(object));

    private static NewArrayExpression Boxed(DynamicMetaObject[] arguments) => Expression.NewArrayInit(typeof(object), arguments.Select(Boxed));

    /// <summary>The rule: the expression, for whatever netref.</summary>
    private DynamicMetaObject Bound(Expression body)
    {
        if (body.Type == typeof(void))
            body = Expression.Block(body, Expression.Constant(null));
        return new DynamicMetaObject(body, BindingRestrictions.GetTypeRestriction(Expression, typeof(Netref)));
    }

    /// <summary>As <see cref="Bound"/>, for what gives a value of the peer's.</summary>
    private DynamicMetaObject Answer(Expression body) => Bound(Expression.Call(_surfaced, body));

    private DynamicMetaObject Unsupported(string message)
    {
        var constructor = typeof(NotSupportedException).GetConstructor([typeof(string)])!;
        return Bound(Expression.Throw(Expression.New(constructor, Expression.Constant(message)), typeof(object)));
    }
}
