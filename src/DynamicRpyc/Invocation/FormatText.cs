using System.Globalization;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Format strings that a peer chooses. A standard numeric format names its number of digits, so that ten letters ask for a text of a gigabyte; all others are about as long as what they
/// make. Pure.
/// </summary>
internal static class FormatText
{
    private const int MaxDigits = 10_000;

    /// <exception cref="BindException">The format asks for more digits than any number has use for.</exception>
    internal static void Check(string format)
    {
        if (format.Length > 1 && char.IsAsciiLetter(format[0]) && int.TryParse(format.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits > MaxDigits)
            throw new BindException($"the format '{format}' asks for {digits:N0} digits; {MaxDigits:N0} are the most that a peer may ask for");
    }

    /// <summary>As <see cref="Check"/>, for the arguments of a <c>ToString</c>.</summary>
    internal static void CheckAll(in CallArguments arguments)
    {
        foreach (var argument in arguments.Values)
        {
            if (argument is string format)
                Check(format);
        }
    }
}
