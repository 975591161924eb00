using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Values;

/// <summary>Values as Python's <c>repr</c> spells them. Never sends: a remote object is shown by its type.</summary>
internal static class PyRepr
{
    internal static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    internal static void Append(StringBuilder text, object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case null: text.Append("None"); break;
            case bool b: text.Append(b ? "True" : "False"); break;
            case string s: AppendString(text, s); break;
            case char c: AppendString(text, [c]); break;
            case double d: text.Append(OfDouble(d)); break;
            case float f: text.Append(OfDouble(f)); break;
            case Complex c: AppendComplex(text, c); break;
            case byte[] bytes: AppendBytes(text, bytes); break;
            case PyTuple tuple: AppendTuple(text, tuple); break;
            case FrozenSet<object?> set: AppendSet(text, set); break;
            case IRemoteObject remote: text.Append("<remote ").Append(remote.RemoteTypeName).Append('>'); break;
            case IFormattable formattable: text.Append(formattable.ToString(null, CultureInfo.InvariantCulture)); break;
            default: text.Append(value); break;
        }
    }

    private static void AppendTuple(StringBuilder text, PyTuple tuple)
    {
        text.Append('(');
        AppendItems(text, tuple);
        text.Append(tuple.Count == 1 ? ",)" : ")");
    }

    private static void AppendSet(StringBuilder text, FrozenSet<object?> set)
    {
        text.Append("frozenset(");
        if (set.Count > 0)
        {
            text.Append('{');
            AppendItems(text, set);
            text.Append('}');
        }

        text.Append(')');
    }

    private static void AppendItems(StringBuilder text, IEnumerable<object?> items)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(", ");
            first = false;
            Append(text, item);
        }
    }

    private static string OfDouble(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";

        // Both print the shortest digits that read back as the same double, but .NET turns to an exponent at 1E+17 and Python at 1e+16.
        var text = value.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal)) return text.Replace('E', 'e');
        if (Math.Abs(value) >= 1e16) return WithExponent(text);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    /// <summary>Seventeen digits, perhaps with a minus before them, as one digit, the fraction and an exponent.</summary>
    private static string WithExponent(string text)
    {
        var point = text[0] == '-' ? 2 : 1;
        var fraction = text[point..].TrimEnd('0');
        return $"{text[..point]}{(fraction.Length > 0 ? "." : "")}{fraction}e+16";
    }

    private static void AppendComplex(StringBuilder text, Complex value)
    {
        static string Part(double part) => OfDouble(part) is var s && s.EndsWith(".0", StringComparison.Ordinal) ? s[..^2] : s;
        var imaginary = Part(value.Imaginary);
        if (value.Real == 0 && !double.IsNegative(value.Real))
        {
            text.Append(imaginary).Append('j');
            return;
        }

        text.Append('(').Append(Part(value.Real)).Append(imaginary[0] == '-' ? "" : "+").Append(imaginary).Append("j)");
    }

    private static void AppendString(StringBuilder text, ReadOnlySpan<char> value)
    {
        var quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (var c in value)
        {
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\r') text.Append("\\r");
            else if (c == '\t') text.Append("\\t");
            else if (c < ' ' || c == 0x7f) text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }

        text.Append(quote);
    }

    private static void AppendBytes(StringBuilder text, byte[] value)
    {
        var quote = value.AsSpan().Contains((byte)'\'') && !value.AsSpan().Contains((byte)'"') ? '"' : '\'';
        text.Append('b').Append(quote);
        foreach (var b in value)
        {
            if (b == quote || b == '\\') text.Append('\\').Append((char)b);
            else if (b == '\n') text.Append("\\n");
            else if (b == '\r') text.Append("\\r");
            else if (b == '\t') text.Append("\\t");
            else if (b is < 0x20 or >= 0x7f) text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            else text.Append((char)b);
        }

        text.Append(quote);
    }
}
