using System.Text.RegularExpressions;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Tells the TypeErrors that are about a call's arguments (too few, too many, of unknown names) from those that are about a type. Python has one class for both; only the text, which
/// CPython keeps alike from version to version, says which. Safe for any thread.
/// </summary>
internal static partial class PythonArgumentErrors
{
    internal static bool Matches(string message) => Pattern().IsMatch(message);

    [GeneratedRegex("""
        missing\ (\d+\ )?required\ (positional\ |keyword-only\ )?argument
        | takes\ (no|from\ \d+\ to\ \d+|\d+|(exactly|at\ most|at\ least)\ \w+)\ (positional\ |keyword\ )*arguments?
        | expected\ (at\ least\ |at\ most\ |exactly\ )?\d+\ arguments?,\ got
        | got\ (an\ unexpected\ keyword\ argument|multiple\ values\ for\ (keyword\ )?argument|some\ positional-only\ arguments\ passed)
        | is\ an\ invalid\ keyword\ argument\ for
        | fits\ no\ overload
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
