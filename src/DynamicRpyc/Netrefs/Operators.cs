using System.Collections.Frozen;
using System.Linq.Expressions;

namespace DynamicRpyc.Netrefs;

/// <summary>A binary operator: C#'s symbol and Python's names for it. The special names are the tongue of both kinds of peer.</summary>
/// <param name="Symbol">As written in C#, for errors.</param>
/// <param name="Method">What the left operand is asked.</param>
/// <param name="Reflected">What the right operand is asked when the left one declines.</param>
/// <param name="InPlace">What the left operand is asked first in a compound assignment; null elsewhere.</param>
/// <param name="IsComparison">Comparisons travel as CMP, which looks the method up on the type.</param>
internal sealed record BinaryOperator(string Symbol, string Method, string Reflected, string? InPlace = null, bool IsComparison = false);

/// <summary>The operators of C# and, where the DLR has them, of other languages.</summary>
internal static class Operators
{
    internal static readonly BinaryOperator Add = Arithmetic("+", "add");
    internal static readonly BinaryOperator Subtract = Arithmetic("-", "sub");
    internal static readonly BinaryOperator Multiply = Arithmetic("*", "mul");
    internal static readonly BinaryOperator Divide = Arithmetic("/", "truediv");
    internal static readonly BinaryOperator Modulo = Arithmetic("%", "mod");
    internal static readonly BinaryOperator Power = Arithmetic("**", "pow");
    internal static readonly BinaryOperator FloorDivide = Arithmetic("//", "floordiv");
    internal static readonly BinaryOperator MatrixMultiply = Arithmetic("@", "matmul");
    internal static readonly BinaryOperator DivideModulo = Arithmetic("divmod", "divmod");
    internal static readonly BinaryOperator And = Arithmetic("&", "and");
    internal static readonly BinaryOperator Or = Arithmetic("|", "or");
    internal static readonly BinaryOperator ExclusiveOr = Arithmetic("^", "xor");
    internal static readonly BinaryOperator LeftShift = Arithmetic("<<", "lshift");
    internal static readonly BinaryOperator RightShift = Arithmetic(">>", "rshift");
    internal static readonly BinaryOperator Equal = Comparison("==", "__eq__", "__eq__");
    internal static readonly BinaryOperator NotEqual = Comparison("!=", "__ne__", "__ne__");
    internal static readonly BinaryOperator Less = Comparison("<", "__lt__", "__gt__");
    internal static readonly BinaryOperator LessOrEqual = Comparison("<=", "__le__", "__ge__");
    internal static readonly BinaryOperator Greater = Comparison(">", "__gt__", "__lt__");
    internal static readonly BinaryOperator GreaterOrEqual = Comparison(">=", "__ge__", "__le__");

    private static readonly FrozenDictionary<ExpressionType, BinaryOperator> _byExpression = new Dictionary<ExpressionType, BinaryOperator>
    {
        [ExpressionType.Add] = Add,
        [ExpressionType.AddChecked] = Add,
        [ExpressionType.Subtract] = Subtract,
        [ExpressionType.SubtractChecked] = Subtract,
        [ExpressionType.Multiply] = Multiply,
        [ExpressionType.MultiplyChecked] = Multiply,
        [ExpressionType.Divide] = Divide,
        [ExpressionType.Modulo] = Modulo,
        [ExpressionType.Power] = Power,
        [ExpressionType.And] = And,
        [ExpressionType.Or] = Or,
        [ExpressionType.ExclusiveOr] = ExclusiveOr,
        [ExpressionType.LeftShift] = LeftShift,
        [ExpressionType.RightShift] = RightShift,
        [ExpressionType.AddAssign] = InPlace(Add),
        [ExpressionType.AddAssignChecked] = InPlace(Add),
        [ExpressionType.SubtractAssign] = InPlace(Subtract),
        [ExpressionType.SubtractAssignChecked] = InPlace(Subtract),
        [ExpressionType.MultiplyAssign] = InPlace(Multiply),
        [ExpressionType.MultiplyAssignChecked] = InPlace(Multiply),
        [ExpressionType.DivideAssign] = InPlace(Divide),
        [ExpressionType.ModuloAssign] = InPlace(Modulo),
        [ExpressionType.PowerAssign] = InPlace(Power),
        [ExpressionType.AndAssign] = InPlace(And),
        [ExpressionType.OrAssign] = InPlace(Or),
        [ExpressionType.ExclusiveOrAssign] = InPlace(ExclusiveOr),
        [ExpressionType.LeftShiftAssign] = InPlace(LeftShift),
        [ExpressionType.RightShiftAssign] = InPlace(RightShift),
        [ExpressionType.Equal] = Equal,
        [ExpressionType.NotEqual] = NotEqual,
        [ExpressionType.LessThan] = Less,
        [ExpressionType.LessThanOrEqual] = LessOrEqual,
        [ExpressionType.GreaterThan] = Greater,
        [ExpressionType.GreaterThanOrEqual] = GreaterOrEqual,
    }.ToFrozenDictionary();

    internal static BinaryOperator? Find(ExpressionType operation) => _byExpression.GetValueOrDefault(operation);

    /// <summary>What is said of an operator of another language's binder.</summary>
    internal static string NoCounterpart(ExpressionType operation) =>
        $"The operator {operation} has no counterpart on a remote object: those of C# and Python have. Call a method of the object that does the same.";

    private static BinaryOperator Arithmetic(string symbol, string name) => new(symbol, $"__{name}__", $"__r{name}__");

    private static BinaryOperator Comparison(string symbol, string method, string reflected) => new(symbol, method, reflected, IsComparison: true);

    private static BinaryOperator InPlace(BinaryOperator plain) =>
        plain with { Symbol = plain.Symbol + "=", InPlace = plain.Method.Insert(2, "i") };
}
