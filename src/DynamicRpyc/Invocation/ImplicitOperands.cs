using System.Collections.Frozen;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// C#'s predefined operators on objects whose types have no such operator but convert implicitly to what has: <c>amount + 1</c>, where an Amount is a decimal too. Which conversion is meant is
/// decided as C# does: each operator that both operands can reach is looked at, and the one is taken whose type converts to those of all others. Those conversions take part that a peer may
/// cast by: for one that reaches no more than the safe names, those that <see cref="ConversionOperators.IsForAnyPeer"/> lets through. Any thread.
/// </summary>
internal static class ImplicitOperands
{
    private static readonly Type[] _integers = [typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    private static readonly Type[] _signed = [typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal)];

    private static readonly Type[] _numbers = [.. _integers, typeof(float), typeof(double), typeof(decimal)];

    /// <summary>The types of predefined operators that a type converts to by itself.</summary>
    private static readonly FrozenDictionary<Type, Type[]> _reached = new Dictionary<Type, Type[]>
    {
        [typeof(sbyte)] = _signed,
        [typeof(short)] = _signed,
        [typeof(int)] = _signed,
        [typeof(byte)] = _numbers,
        [typeof(ushort)] = _numbers,
        [typeof(char)] = _numbers,
        [typeof(uint)] = [typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal)],
        [typeof(long)] = [typeof(long), typeof(float), typeof(double), typeof(decimal)],
        [typeof(ulong)] = [typeof(ulong), typeof(float), typeof(double), typeof(decimal)],
        [typeof(float)] = [typeof(float), typeof(double)],
        [typeof(double)] = [typeof(double)],
        [typeof(decimal)] = [typeof(decimal)],
        [typeof(bool)] = [typeof(bool)],
        [typeof(string)] = [typeof(string)],
    }.ToFrozenDictionary();

    /// <summary>Whether the type has an implicit conversion to what the operator is predefined for.</summary>
    internal static bool Support(MemberTable table, ExpressionType kind)
    {
        var operands = OperandsOf(kind);
        return Of(table).Any(method => Array.Exists(ReachOf(method), type => Array.IndexOf(operands, type) >= 0));
    }

    /// <summary>The operator on what the operands convert to. False where they do not convert to anything that has it.</summary>
    /// <param name="kind">The operator.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right one.</param>
    /// <param name="byAll">Whether all of the public conversions take part.</param>
    /// <param name="result">What it gives.</param>
    /// <exception cref="BindException">Several operators fit, and none better than the others.</exception>
    internal static bool TryBinary(ExpressionType kind, object? left, object? right, bool byAll, out object? result)
    {
        result = null;
        if (!Operand.TryMake(left, byAll, out var first) || !Operand.TryMake(right, byAll, out var second))
            return false;
        if (first.IsPredefined && second.IsPredefined)
            return false;
        var isShift = kind is ExpressionType.LeftShift or ExpressionType.RightShift;
        var common = Array.FindAll(OperandsOf(kind), type => first.Reaches(type) && second.Reaches(isShift ? typeof(int) : type));
        if (common.Length == 0)
            return kind == ExpressionType.Add && TryJoin(first, second, out result);
        var best = Best(common);
        if (best is null)
        {
            // A comparison for equality has an answer in any case.
            return kind is ExpressionType.Equal or ExpressionType.NotEqual ? false : throw Ambiguous(kind, first, second, common);
        }

        var (one, two) = (first.As(best), second.As(isShift ? typeof(int) : best));
        if (best == typeof(string) || (one is not null && two is not null))
            return DynamicTargets.TryPredefined(one, kind, two, out result);
        result = OnNull(kind, one, two);
        return true;
    }

    // A nullable that has no value: nothing comes of it, and it is less or greater than nothing.
    private static object? OnNull(ExpressionType kind, object? left, object? right) => kind switch
    {
        ExpressionType.Equal => left == right,
        ExpressionType.NotEqual => left != right,
        ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual => false,
        _ => null,
    };

    /// <inheritdoc cref="TryBinary"/>
    internal static bool TryUnary(ExpressionType kind, object operand, bool byAll, out object? result)
    {
        result = null;
        if (!Operand.TryMake(operand, byAll, out var only) || only.IsPredefined)
            return false;
        var common = Array.FindAll(OperandsOf(kind), only.Reaches);
        if (common.Length == 0)
            return false;
        var best = Best(common) ?? throw Ambiguous(kind, only, null, common);
        return DynamicTargets.TryPredefined(kind, only.As(best), out result);
    }

    /// <summary>The comparison's answer; null where there is none.</summary>
    internal static bool? Compare(ExpressionType kind, object left, object? right, bool byAll) => TryBinary(kind, left, right, byAll, out var result) ? result as bool? : null;

    private static IEnumerable<MethodInfo> Of(MemberTable table) => table.OperatorGroup("op_Implicit") is null
        ? []
        : ConversionOperators.Of(table).Where(static method => method.Name == "op_Implicit" && _reached.ContainsKey(Plain(method.ReturnType)));

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Type[] ReachOf(MethodInfo conversion) => _reached[Plain(conversion.ReturnType)];

    private static Type[] OperandsOf(ExpressionType kind) => kind switch
    {
        ExpressionType.Add or ExpressionType.Equal or ExpressionType.NotEqual => kind == ExpressionType.Add ? [.. _numbers, typeof(string)] : [.. _numbers, typeof(bool), typeof(string)],
        ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr => [.. _integers, typeof(bool)],
        ExpressionType.LeftShift or ExpressionType.RightShift or ExpressionType.OnesComplement => _integers,
        ExpressionType.Negate => _signed,
        _ => _numbers,
    };

    private static Type? Best(Type[] types) => Array.Find(types, type => Array.TrueForAll(types, other => other == type || IsBetter(type, other)));

    // An implicit conversion one way only; and what is signed before what is not.
    private static bool IsBetter(Type type, Type other) => (Array.IndexOf(_reached[type], other) >= 0 && Array.IndexOf(_reached[other], type) < 0)
        || (type == typeof(int) && (other == typeof(uint) || other == typeof(ulong))) || (type == typeof(long) && other == typeof(ulong));

    // As C# joins a text with whatever stands beside it. What has no conversion to a text is joined by who asks, as its ToString.
    private static bool TryJoin(in Operand left, in Operand right, out object? result)
    {
        result = null;
        if (!(!left.IsPredefined && left.Reaches(typeof(string))) && !(!right.IsPredefined && right.Reaches(typeof(string))))
            return false;
        result = left.Text + right.Text;
        return true;
    }

    private static BindException Ambiguous(ExpressionType kind, in Operand left, in Operand? right, Type[] types)
    {
        var operands = right is { } other ? $"{left.Name} and {other.Name}" : left.Name;
        var all = string.Join(" and to ", types.Where(type => !Array.Exists(types, better => better != type && IsBetter(better, type))).Select(TypeNames.Display));
        var converted = left.IsPredefined ? right!.Value.Name : left.Name;
        return new BindException($"the operator {kind} is ambiguous on {operands}: {converted} converts implicitly to {all}, none of which is the better one; cast it to one of them");
    }

    /// <summary>A value of a predefined type, or an object that converts to some.</summary>
    private readonly struct Operand
    {
        private readonly object? _value;
        private readonly MethodInfo[]? _conversions;

        private Operand(object? value, MethodInfo[]? conversions) => (_value, _conversions) = (value, conversions);

        internal bool IsPredefined => _conversions is null;

        internal string Name => _value is null ? "null" : TypeNames.Display(_value.GetType());

        internal string? Text => Reaches(typeof(string)) ? (string?)As(typeof(string)) : _value?.ToString();

        internal static bool TryMake(object? value, bool byAll, out Operand operand)
        {
            var isPredefined = value is null || (_reached.ContainsKey(value.GetType()) && value is not Enum);
            var conversions = isPredefined || value is IRemoteObject or Type or Enum ? null : Of(MemberTable.OfInstance(value!.GetType())).Where(method => byAll || ConversionOperators.IsForAnyPeer(method)).ToArray();
            operand = new Operand(value, conversions);
            return isPredefined || conversions is { Length: > 0 };
        }

        internal bool Reaches(Type type)
        {
            if (_value is null)
                return type == typeof(string);
            return _conversions is null ? Array.IndexOf(_reached[_value.GetType()], type) >= 0 : ConversionTo(type) is not null;
        }

        internal object? As(Type type)
        {
            if (_value is null)
                return null;
            return Widened(_conversions is null ? _value : MethodInvoker.Create(ConversionTo(type)!).Invoke(null, _value), type);
        }

        // To the very type; else from the widest of those that it takes in.
        private MethodInfo? ConversionTo(Type type)
        {
            var fitting = Array.FindAll(_conversions!, method => Array.IndexOf(ReachOf(method), type) >= 0);
            return Array.Find(fitting, method => Plain(method.ReturnType) == type)
                ?? Array.Find(fitting, method => Array.TrueForAll(fitting, other => other == method || Array.IndexOf(ReachOf(other), Plain(method.ReturnType)) >= 0)) ?? fitting.FirstOrDefault();
        }

        private static object? Widened(object? value, Type type) => value is null || value.GetType() == type
            ? value
            : System.Convert.ChangeType(value is char letter ? (int)letter : value, type, CultureInfo.InvariantCulture);
    }
}
