using System.Globalization;
using System.Text.RegularExpressions;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Python's dates, times and UUIDs as their CLR kin: one request, for the text, which every peer gives. A time zone is kept: an aware datetime is a UTC DateTime, a naive one
/// a DateTime of unspecified kind and no DateTimeOffset. Python counts microseconds, so the last of .NET's digits is 0.
/// </summary>
internal sealed partial class ScalarKinConverter : NetrefConverter
{
    private const string Timestamp = "pandas._libs.tslibs.timestamps.Timestamp";
    private const int LongestShown = 60;
    private const string Timedelta = "pandas._libs.tslibs.timedeltas.Timedelta";

    internal static readonly ScalarKinConverter[] All =
    [
        new(typeof(DateTime), "isoformat", ["datetime.datetime", Timestamp, "numpy.datetime64"], ["datetime.date"], ToDateTime),
        new(typeof(DateTimeOffset), "isoformat", [], ["datetime.datetime", Timestamp], ToDateTimeOffset),
        new(typeof(DateOnly), "isoformat", ["datetime.date"], [], static text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new(typeof(TimeOnly), "isoformat", ["datetime.time"], [], ToTime),
        new(typeof(TimeSpan), "total_seconds", ["datetime.timedelta", Timedelta], ["numpy.timedelta64"], ToSpan),
        new(typeof(Guid), "__int__", ["uuid.UUID"], [], static text => Guid.ParseExact(text, "D")),
    ];

    private readonly Type _type;
    private readonly string _sign;
    private readonly string[] _kin;
    private readonly string[] _others;
    private readonly Func<string, object> _parse;

    private ScalarKinConverter(Type type, string sign, string[] kin, string[] others, Func<string, object> parse)
    {
        _type = type;
        _sign = sign;
        _kin = kin;
        _others = others;
        _parse = parse;
    }

    /// <summary>The Python types of which one of these is the kin.</summary>
    internal static IEnumerable<string> Names => All.SelectMany(static converter => converter._kin).Distinct();

    /// <summary>The type of which the Python type is the kin.</summary>
    internal static Type? KinOf(string remoteTypeName) => Array.Find(All, converter => converter._kin.Contains(remoteTypeName))?._type;

    /// <summary>What to write where a Python value has more, or less, than the type.</summary>
    internal static string? Advice(string remoteTypeName, Type type) => (remoteTypeName, type) switch
    {
        ("datetime.datetime", { Name: nameof(DateOnly) }) => "write value.date()",
        ("datetime.datetime", { Name: nameof(TimeOnly) }) => "write value.time()",
        ("datetime.time", { Name: nameof(DateTime) }) => "write datetime.datetime.combine(date, value)",
        ("datetime.time", { Name: nameof(TimeSpan) }) => "cast it to TimeOnly, and write ToTimeSpan()",
        ("datetime.timedelta", { Name: nameof(TimeOnly) }) => "cast it to TimeSpan, and write TimeOnly.FromTimeSpan(...)",
        ("datetime.date", { Name: nameof(DateTimeOffset) }) => "write datetime.datetime(..., tzinfo=...)",
        _ => null,
    };

    internal override bool Handles(Type type) => type == _type;

    internal override bool IsPossibleFor(string remoteTypeName) => _kin.Contains(remoteTypeName) || _others.Contains(remoteTypeName);

    internal override bool IsNaturalFor(string remoteTypeName, Type type) => _kin.Contains(remoteTypeName);

    /// <summary>Asked for by name, a subclass of a kin may try, which has its base's methods and text. What merely prints like a date is none: a Decimal of 1.10 is not the 10th of January.</summary>
    internal override object Convert(Netref source, Type type)
    {
        var isKin = IsPossibleFor(source.RemoteTypeName) || source.RemoteTypeName == _type.FullName;
        if (!isKin && (Advice(source.RemoteTypeName, type) is not null || !NetrefOperations.Methods(source).Contains(_sign)))
            throw Refuse(source, type, WhyNot(source, type));
        var text = NetrefOperations.Str(source);
        try
        {
            return _parse(text);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw Refuse(source, type, $"its text is '{(text.Length > LongestShown ? text[..LongestShown] + "..." : text)}'. {failure.Message}");
        }
    }

    private string WhyNot(Netref source, Type type) => Advice(source.RemoteTypeName, type) is { } advice
        ? $"{advice}."
        : $"it is no {_kin.Concat(_others).First()}. Where its text is one, write {type.Name}.Parse((string)nr, CultureInfo.InvariantCulture).";

    private static object ToDateTime(string text) => !text.Contains('-', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal)
        ? throw new FormatException("It has no date; write datetime.datetime.combine(date, value).")
        : HasOffset(text)
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime
        : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault);

    private static object ToDateTimeOffset(string text) => HasOffset(text)
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
        : throw new FormatException("It has no time zone; write value.astimezone() or value.replace(tzinfo=timezone.utc).");

    private static object ToTime(string text) => HasOffset(text)
        ? throw new FormatException("It has a time zone, which a TimeOnly has not; write value.replace(tzinfo=None).")
        : TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    // "-1 day, 23:59:59.500000"; pandas has "-1 days +23:59:59.500000".
    private static object ToSpan(string text)
    {
        var match = SpanText().Match(text);
        if (!match.Success || !(match.Groups["days"].Success || match.Groups["time"].Success))
            throw new FormatException("It is no time span; write datetime.timedelta(...).");
        var days = match.Groups["days"].Success ? double.Parse(match.Groups["days"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var time = match.Groups["time"].Success ? TimeSpan.Parse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture) : TimeSpan.Zero;
        return TimeSpan.FromDays(days) + time;
    }

    private static bool HasOffset(string text) => Offset().IsMatch(text);

    [GeneratedRegex(@"\d[+-]\d\d:\d\d(:\d\d(\.\d+)?)?$")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^((?<days>-?\d{1,9}) days?)?(, | \+?)?(?<time>\d{1,2}:\d\d:\d\d(\.\d{1,7})?)?\d*$")]
    private static partial Regex SpanText();
}
