using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace DynamicRpyc.Netrefs;

/// <summary>The remote object's text, as <c>str()</c> or <c>ToString()</c> give it. On request only.</summary>
internal sealed class TextConverter : NetrefConverter
{
    internal override bool IsImplicitFor(Type type) => false;

    internal override bool Handles(Type type) => type == typeof(string);

    internal override object Convert(Netref source, Type type) => NetrefOperations.Str(source);
}

/// <summary>The remote object's truth, by Python's rules. On request only.</summary>
internal sealed class TruthConverter : NetrefConverter
{
    internal override bool IsImplicitFor(Type type) => false;

    internal override bool Handles(Type type) => type == typeof(bool);

    internal override object Convert(Netref source, Type type) => NetrefOperators.IsTrue(source);
}

/// <summary>Numbers that travel by reference: numpy's scalars, Python's Decimal, the enums and decimals of .NET.</summary>
internal sealed class NumberConverter : NetrefConverter
{
    private static readonly string[] _integer = ["__index__", "__int__"];
    private static readonly string[] _real = ["__float__", "__index__"];
    private static readonly string[] _complex = ["__complex__", "__float__", "__index__"];

    private static readonly FrozenDictionary<Type, string[]> _methods = new Dictionary<Type, string[]>
    {
        [typeof(sbyte)] = _integer,
        [typeof(byte)] = _integer,
        [typeof(short)] = _integer,
        [typeof(ushort)] = _integer,
        [typeof(int)] = _integer,
        [typeof(uint)] = _integer,
        [typeof(long)] = _integer,
        [typeof(ulong)] = _integer,
        [typeof(nint)] = _integer,
        [typeof(nuint)] = _integer,
        [typeof(Int128)] = _integer,
        [typeof(UInt128)] = _integer,
        [typeof(BigInteger)] = _integer,
        [typeof(double)] = _real,
        [typeof(float)] = _real,
        [typeof(Half)] = _real,
        [typeof(decimal)] = _real,
        [typeof(Complex)] = _complex,
    }.ToFrozenDictionary();

    internal override bool Handles(Type type) => _methods.ContainsKey(type);

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.MayBeNumber(remoteTypeName);

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => PythonKinds.Of(remoteTypeName) switch
    {
        PythonKind.Decimal => type == typeof(decimal),
        PythonKind.Integer => type == typeof(long),
        PythonKind.Real => type == typeof(double),
        _ => false,
    };

    /// <summary>As an argument, an item or a result: nobody asked for digits to be cut off.</summary>
    internal override object Convert(Netref source, Type type)
    {
        var value = Cast(source, type);
        if (_methods[type] == _integer && NetrefOperations.Methods(source) is var listed && !listed.Contains("__index__") && listed.Contains("__float__")
            && NetrefOperations.CallMember0(source, "__float__", null) is double real && !double.IsInteger(real))
        {
            throw Refuse(source, type, $"digits are not cut off unasked, and it is {real.ToString("R", CultureInfo.InvariantCulture)}; convert it to an integer first.");
        }
        return value;
    }

    /// <summary>As a cast, which cuts digits off in both languages.</summary>
    internal object Cast(Netref source, Type type)
    {
        // A double on the way would cost digits; both languages print a decimal in full.
        if (type == typeof(decimal) && source.RemoteTypeName is "decimal.Decimal" or "System.Decimal")
            return Decimal(source);
        var listed = NetrefOperations.Methods(source);
        if (Array.Find(_methods[type], listed.Contains) is not { } method)
            throw Refuse(source, type, $"it has neither {string.Join(" nor ", _methods[type])}.");
        var value = NetrefOperations.CallMember0(source, method, null);
        return value switch
        {
            NotImplemented or Netref or null => throw Refuse(source, type, $"its {method} gives no number."),
            double real when type == typeof(decimal) => checked((decimal)real),
            double real when type == typeof(Complex) => (Complex)real,
            _ when type == typeof(Complex) && value is not Complex => (Complex)(double)NetrefConversion.Result(value, typeof(double))!,
            _ => NetrefConversion.Result(value, type)!,
        };
    }

    /// <summary>The character of a number, as C#'s own cast from a number gives it; null where the object is no integer. Of Python's numbers only those that are integers by nature are.</summary>
    /// <exception cref="InvalidCastException">There is no such character.</exception>
    internal static object? TryCastToChar(Netref source)
    {
        var listed = NetrefOperations.Methods(source);
        if (!listed.Contains("__index__") && !(source.Requester.IsDotNet && listed.Contains("__int__")))
            return null;
        var number = NetrefConversion.Result<BigInteger>(NetrefOperations.CallMember0(source, listed.Contains("__index__") ? "__index__" : "__int__", null));
        return number >= char.MinValue && number <= char.MaxValue
            ? (char)(ushort)number
            : throw Refuse(source, typeof(char), $"{number} is beyond its 65536 characters; write char.ConvertFromUtf32((int)nr).");
    }

    private static object Decimal(Netref source)
    {
        var text = NetrefOperations.Str(source);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(source, typeof(decimal), $"its text '{text}' is no decimal number, or too large a one.");
    }
}

/// <summary>Enums by their number, else by the name of a Python enum's member.</summary>
internal sealed class EnumConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type.IsEnum;

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.MayBeNumber(remoteTypeName);

    internal override object Convert(Netref source, Type type)
    {
        var listed = NetrefOperations.Methods(source);
        if (Array.Find(["__index__", "__int__"], listed.Contains) is { } method)
            return Enum.ToObject(type, NetrefConversion.Result(NetrefOperations.CallMember0(source, method, null), Enum.GetUnderlyingType(type))!);
        // Enum.TryParse takes digits as well, and no member's name begins with one.
        return NameOf(source, type) is [var first, ..] name && (char.IsLetter(first) || first == '_') && Enum.TryParse(type, name, ignoreCase: true, out var value) && Enum.IsDefined(type, value)
            ? value
            : throw Refuse(source, type, "it has neither __index__ nor __int__, and its name is no member of the enum.");
    }

    private static string? NameOf(Netref source, Type type)
    {
        try
        {
            return NetrefOperations.GetAttribute(source, "name") as string;
        }
        catch (MissingMemberException)
        {
            throw Refuse(source, type, "it has neither __index__ nor __int__ nor a name.");
        }
    }
}
