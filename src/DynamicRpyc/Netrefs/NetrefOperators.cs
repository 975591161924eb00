using System.Linq.Expressions;
using DynamicRpyc.Messages;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Operators on remote objects, with Python's rules: the left operand first, then the reflected method of a remote right operand, where the former is missing or
/// answers NotImplemented. A method that INSPECT did not list is not asked for, so that the error is about the operator and not about a missing attribute.
/// </summary>
internal static class NetrefOperators
{
    private static readonly object _true = true;
    private static readonly object _false = false;

    internal static object? Binary(BinaryOperator operation, Netref left, object? right)
    {
        if (operation.IsComparison)
            return Compare(operation, left, right);
        // As in C#, where an event takes a null and is as before.
        if (right is null && operation.InPlace is ("__iadd__" or "__isub__") && NetrefEvents.IsToken(left))
            return left;
        var result = operation.InPlace is { } inPlace ? Ask(left, inPlace, right) : NotImplemented.Value;
        if (result is NotImplemented)
            result = Ask(left, operation.Method, right);
        if (result is NotImplemented && right is Netref other)
            result = Ask(other, operation.Reflected, left);
        if (result is not NotImplemented)
            return result;
        // Where the remote object has no say, C# joins texts: "n: " + nr does so on the other side.
        if (right is string text && operation.Method == Operators.Add.Method)
            return NetrefOperations.Str(left) + text;
        throw Unsupported(operation, left.RemoteTypeName, Describe(right));
    }

    /// <summary>For a remote object on the right of a local one; the binder comes here only when the left operand is no netref.</summary>
    internal static object? Reflected(BinaryOperator operation, object? left, object? right)
    {
        if (right is not Netref remote)
            return operation.Method == Operators.NotEqual.Method ? left is not null : left is null;
        if (operation.IsComparison)
            return CompareReflected(operation, left, remote);
        var result = Ask(remote, operation.Reflected, left);
        return result is NotImplemented ? throw Unsupported(operation, Describe(left), remote.RemoteTypeName) : result;
    }

    /// <summary>A text and what stands beside it. Python has no say, whose texts take nothing but texts; a .NET object may have an operator for it, or be a text by conversion.</summary>
    internal static object? Joined(string left, Netref right) =>
        right is { IsReleased: false, Requester: { IsDotNet: true, IsClosed: false } } && Ask(right, Operators.Add.Reflected, left) is var result and not NotImplemented ? result : left + right.ToString();

    internal static object? Unary(ExpressionType operation, Netref operand) => operation switch
    {
        ExpressionType.Not => TryOwn(operand, "op_LogicalNot", out var result) ? result : Boxed(!IsTrue(operand)),
        ExpressionType.Increment => TryOwn(operand, "op_Increment", out var result) ? result : Binary(Operators.Add, operand, 1),
        ExpressionType.Decrement => TryOwn(operand, "op_Decrement", out var result) ? result : Binary(Operators.Subtract, operand, 1),
        ExpressionType.Negate or ExpressionType.NegateChecked => Unary("-", "__neg__", operand),
        ExpressionType.UnaryPlus => Unary("+", "__pos__", operand),
        ExpressionType.OnesComplement => Unary("~", "__invert__", operand),
        _ => throw new NotSupportedException(Operators.NoCounterpart(operation)),
    };

    /// <summary>Python's truth: <c>__bool__</c>, else a length other than zero, else true.</summary>
    internal static bool IsTrue(Netref operand)
    {
        var methods = NetrefOperations.Methods(operand);
        if (methods.Contains("__bool__"))
            return Truth(NetrefOperations.CallMember0(operand, "__bool__", null));
        return !methods.Contains("__len__") || Truth(NetrefOperations.CallMember0(operand, "__len__", null));
    }

    /// <summary>The truth of a result, which a comparison of, say, two arrays leaves to the array of bools that it returns.</summary>
    internal static bool Truth(object? value) => value switch
    {
        bool b => b,
        null => false,
        Netref netref => IsTrue(netref),
        _ => !Integers.TryGetBig(value, out var number) || !number.IsZero,
    };

    private static object Boxed(bool value) => value ? _true : _false;

    private static object? Compare(BinaryOperator operation, Netref left, object? right)
    {
        var negated = ReferenceEquals(operation, Operators.NotEqual);
        if (right is null && (negated || ReferenceEquals(operation, Operators.Equal)))
            return Boxed(negated);
        var result = NetrefOperations.Compare(left, right, operation.Method);
        if (result is not NotImplemented)
            return result;
        return right is Netref other ? CompareReflected(operation, left, other) : Identity(operation, left, right);
    }

    private static object? CompareReflected(BinaryOperator operation, object? left, Netref right)
    {
        if (left is null && operation.Method is "__eq__" or "__ne__")
            return Boxed(operation.Method == "__ne__");
        var result = NetrefOperations.Compare(right, left, operation.Reflected);
        return result is NotImplemented ? Identity(operation, left, right) : result;
    }

    private static object Identity(BinaryOperator operation, object? left, object? right)
    {
        if (operation.Method is not ("__eq__" or "__ne__"))
            throw Unsupported(operation, Describe(left), Describe(right));
        var same = left is Netref a && right is Netref b && a.IsSameObject(b);
        return Boxed(same == (operation.Method == "__eq__"));
    }

    /// <summary>An operator that only .NET types define.</summary>
    private static bool TryOwn(Netref operand, string method, out object? result)
    {
        var isListed = NetrefOperations.Methods(operand).Contains(method);
        result = isListed ? NetrefOperations.CallMember0(operand, method, null) : null;
        return isListed;
    }

    private static object? Unary(string symbol, string method, Netref operand)
    {
        if (NetrefOperations.Methods(operand).Contains(method) && NetrefOperations.CallMember0(operand, method, null) is var result and not NotImplemented)
            return result;
        throw new InvalidOperationException($"The operator '{symbol}' is not supported by the remote type '{operand.RemoteTypeName}': it has no {method}.");
    }

    private static object? Ask(Netref operand, string method, object? other) =>
        NetrefOperations.Methods(operand).Contains(method) ? NetrefOperations.CallMember1(operand, method, null, other) : NotImplemented.Value;

    private static string Describe(object? operand) => operand switch
    {
        null => "null",
        Netref remote => remote.RemoteTypeName,
        _ => operand.GetType().ToString(),
    };

    private static InvalidOperationException Unsupported(BinaryOperator operation, string left, string right) =>
        new($"The operator '{operation.Symbol}' is not supported between '{left}' and '{right}': neither side's {operation.Method} or {operation.Reflected} accepts the other.");
}
