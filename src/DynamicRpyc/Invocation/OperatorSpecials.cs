using System.Dynamic;
using System.Linq.Expressions;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Arithmetic and bitwise operators: user-defined ones of either operand's type, enums with enums or integers, delegates (combining), events (<c>+=</c>, <c>-=</c>), and
/// primitives. An operand that does not fit is answered with NotImplemented, so that the caller asks the other operand.
/// </summary>
internal static class OperatorSpecials
{
    private const int MaxCombined = 1000;

    /// <summary>C# refuses <c>>>></c> on <c>dynamic</c>: it is called by this name.</summary>
    private const string UnsignedShift = "op_UnsignedRightShift";

    private static readonly (string Name, string Clr, ExpressionType Kind)[] _binary =
    [
        ("add", "op_Addition", ExpressionType.Add),
        ("sub", "op_Subtraction", ExpressionType.Subtract),
        ("mul", "op_Multiply", ExpressionType.Multiply),
        ("truediv", "op_Division", ExpressionType.Divide),
        ("mod", "op_Modulus", ExpressionType.Modulo),
        ("and", "op_BitwiseAnd", ExpressionType.And),
        ("or", "op_BitwiseOr", ExpressionType.Or),
        ("xor", "op_ExclusiveOr", ExpressionType.ExclusiveOr),
        ("lshift", "op_LeftShift", ExpressionType.LeftShift),
        ("rshift", "op_RightShift", ExpressionType.RightShift),
    ];

    private static readonly (string Name, string Clr, ExpressionType Kind)[] _unary =
    [
        ("__neg__", "op_UnaryNegation", ExpressionType.Negate),
        ("__pos__", "op_UnaryPlus", ExpressionType.UnaryPlus),
        ("__invert__", "op_OnesComplement", ExpressionType.OnesComplement),
    ];

    /// <summary>C#'s own, which Python has no names for: asked for by .NET peers alone.</summary>
    private static readonly string[] _ownOfCSharp = ["op_Increment", "op_Decrement", "op_LogicalNot"];

    private static readonly HashSet<string> _binaryNames =
    [
        .. _binary.SelectMany(static op => new[] { $"__{op.Name}__", $"__r{op.Name}__", $"__i{op.Name}__" }),
        "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__floordiv__", "__rfloordiv__", "__ifloordiv__", "__pow__", "__rpow__", "__ipow__",
        "__divmod__", "__rdivmod__", "__matmul__", "__rmatmul__", "__imatmul__",
    ];

    internal static SpecialMethod[] All { get; } =
    [
        .. _binary.Select(static op => new SpecialMethod(
            $"__{op.Name}__",
            (1, 1),
            table => CanDo(table, op.Clr, op.Kind),
            (target, in arguments) => Apply(op.Clr, op.Kind, target, arguments.Values[0], target, arguments.ByAllConversions))),
        .. _binary.Select(static op => new SpecialMethod(
            $"__r{op.Name}__",
            (1, 1),
            table => CanDo(table, op.Clr, op.Kind),
            (target, in arguments) => Apply(op.Clr, op.Kind, arguments.Values[0], target, target, arguments.ByAllConversions))),
        .. _unary.Select(static op => new SpecialMethod(
            op.Name, (0, 0), table => CanDoUnary(table, op.Clr, op.Kind), (target, in arguments) => ApplyUnary(op.Name, op.Clr, op.Kind, target, arguments.ByAllConversions))),
        .. _ownOfCSharp.Select(static name => new SpecialMethod(name, (0, 0), table => table.OperatorGroup(name) is not null, (target, in _) => GroupOf(target, name)!.Invoke(null, new CallArguments([target])))),
        new(UnsignedShift, (1, 1), static table => table.OperatorGroup(UnsignedShift) is not null,
            static (target, in arguments) => GroupOf(target, UnsignedShift)!.Invoke(null, new CallArguments([target, arguments.Values[0]]))),
        new("__iadd__", (1, 1), IsEvent, static (target, in arguments) => ((EventToken)target).Add(Handler(arguments.Values[0]))),
        new("__isub__", (1, 1), IsEvent, static (target, in arguments) => ((EventToken)target).Remove(Handler(arguments.Values[0]))),
    ];

    /// <summary>Whether an object that lacks the operator answers NotImplemented rather than having no such member.</summary>
    internal static bool IsBinary(string name) => _binaryNames.Contains(name);

    internal static bool TryUserDefined(string clrName, object left, object? right, out object? result)
    {
        result = null;
        var arguments = new CallArguments(new[] { left, right });
        if (GroupOf(left, clrName)?.TryInvoke(null, arguments, out result) ?? false)
            return true;
        // What C# has for texts is none of these: a text of its own takes part only where the peer may have it.
        return right is not (null or string) && right.GetType() != left.GetType() && (GroupOf(right, clrName)?.TryInvoke(null, arguments, out result) ?? false);
    }

    private static bool CanDo(MemberTable table, string clrName, ExpressionType kind)
    {
        if (table.Type.IsEnum)
            return kind is ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr or ExpressionType.Add or ExpressionType.Subtract;
        if (table.Type.IsSubclassOf(typeof(Delegate)))
            return kind is ExpressionType.Add or ExpressionType.Subtract;
        return IsNumber(table.Type) || table.OperatorGroup(clrName) is not null || table.Kind == TargetKind.DynamicObject || ImplicitOperands.Support(table, kind);
    }

    private static object? Apply(string clrName, ExpressionType kind, object? left, object? right, object self, bool byAll)
    {
        if (self is Enum own)
            return kind is ExpressionType.Add or ExpressionType.Subtract ? EnumValues.Calculate(kind, own, left, right) : EnumValues.Combine(kind, own, ReferenceEquals(self, left) ? right : left);
        if (self is Delegate)
            return CombineDelegates(kind, left, right, self.GetType());
        if (left is not null && TryUserDefined(clrName, left, right, out var result))
            return result;
        return DynamicTargets.TryBinary(kind, left, right, self, out result) || ImplicitOperands.TryBinary(kind, left, right, byAll, out result) ? result : NotImplemented.Value;
    }

    private static bool CanDoUnary(MemberTable table, string clrName, ExpressionType kind) =>
        table.Type.IsEnum ? kind == ExpressionType.OnesComplement
            : IsNumber(table.Type) || table.OperatorGroup(clrName) is not null || table.Kind == TargetKind.DynamicObject || ImplicitOperands.Support(table, kind);

    private static object? ApplyUnary(string name, string clrName, ExpressionType kind, object target, bool byAll)
    {
        if (target is Enum own)
            return EnumValues.Invert(own);
        var group = GroupOf(target, clrName);
        if (group is not null && group.TryInvoke(null, new CallArguments([target]), out var result))
            return result;
        if (DynamicTargets.TryUnary(kind, target, out result) || ImplicitOperands.TryUnary(kind, target, byAll, out result))
            return result;
        if (!byAll && ImplicitOperands.Support(MemberTable.OfInstance(target.GetType()), kind))
            throw Refused(target, name);
        var why = target is DynamicObject ? $": its {nameof(DynamicObject.TryUnaryOperation)} answers false" : group is not null ? $": its {clrName} does not take one" : "";
        throw new BindException($"the operator {kind} is not defined on {MissingMember.Owner(target)}{why}");
    }

    /// <summary>The name is listed for all peers, and what it stands for is not for each of them. Python lets no such method answer NotImplemented.</summary>
    private static AccessDeniedException Refused(object target, string name) => new(
        $"access to '{name}' of a {target.GetType().Name} was refused by the side that owns the object: mark the implicit conversion to a number that it takes [Exposed], "
        + $"or set RpycConfig.{nameof(RpycConfig.AllowPublicAttributes)} or {nameof(RpycConfig.AllowAllAttributes)} there to allow it.");

    private static object CombineDelegates(ExpressionType kind, object? left, object? right, Type type)
    {
        var conversion = Conversions.To(type);
        if (conversion.Cost(left) == Conversion.Impossible || conversion.Cost(right) == Conversion.Impossible)
            return NotImplemented.Value;
        var (first, second) = ((Delegate?)conversion.Convert(left), (Delegate?)conversion.Convert(right));
        if (kind == ExpressionType.Add && CountOf(first) + CountOf(second) > MaxCombined)
            throw new BindException($"a delegate of more than {MaxCombined} functions is not made for a peer: one that adds a delegate to itself would double it with each request");
        return (kind == ExpressionType.Add ? Delegate.Combine(first, second) : Delegate.Remove(first, second))!;
    }

    private static int CountOf(Delegate? function) => function switch
    {
        null => 0,
        { HasSingleTarget: true } => 1,
        _ => function.GetInvocationList().Length,
    };

    private static MethodGroup? GroupOf(object operand, string clrName) =>
        operand is IRemoteObject ? null : MemberTable.OfInstance(operand.GetType()).OperatorGroup(clrName);

    private static bool IsEvent(MemberTable table) => table.Type == typeof(EventToken);

    private static bool IsNumber(Type type) => type.IsPrimitive && type != typeof(bool) && type != typeof(char);

    private static object Handler(object? handler) => handler ?? throw new BindException("an event takes a callable, not null");
}
