using System.Globalization;
using System.Numerics;
using System.Text;

namespace DynamicRpyc.Formatters;

/// <summary>CLR values whose kin are classes of Python's standard library.</summary>
internal sealed partial class PickleWriter
{
    private bool TryWriteKin(ValueType value, int depth)
    {
        switch (value)
        {
            case DateTime date: WriteDateTime(date, depth); return true;
            case DateTimeOffset date: WriteDateTime(date.DateTime, date.Offset, depth); return true;
            case DateOnly date: WriteCall("datetime", "date", depth, date.Year, date.Month, date.Day); return true;
            case TimeOnly time: WriteCall("datetime", "time", depth, time.Hour, time.Minute, time.Second, Microseconds(time.Ticks)); return true;
            case TimeSpan span: WriteSpan(span, depth); return true;
            case decimal number: WriteCall("decimal", "Decimal", depth, number.ToString(CultureInfo.InvariantCulture)); return true;
            case Guid id: WriteCall("uuid", "UUID", depth, id.ToString("D")); return true;
            case Complex number: WriteCall("builtins", "complex", depth, number.Real, number.Imaginary); return true;
            case Int128 number: WriteInt(number); return true;
            case UInt128 number: WriteInt(number); return true;
            case nint number: WriteInt(number); return true;
            case nuint number: WriteInt(number); return true;
            default: return TryWritePair(value, depth);
        }
    }

    /// <summary>Python's dates have microseconds, no ticks; a time of no particular zone is naive there.</summary>
    private void WriteDateTime(DateTime date, int depth)
    {
        if (date.Kind == DateTimeKind.Unspecified)
            WriteCall("datetime", "datetime", depth, date.Year, date.Month, date.Day, date.Hour, date.Minute, date.Second, Microseconds(date.Ticks));
        else
            WriteDateTime(date, date.Kind == DateTimeKind.Utc ? TimeSpan.Zero : TimeZoneInfo.Local.GetUtcOffset(date), depth);
    }

    private void WriteDateTime(DateTime clock, TimeSpan offset, int depth) => WriteCall(
        "datetime", "datetime", depth, clock.Year, clock.Month, clock.Day, clock.Hour, clock.Minute, clock.Second, Microseconds(clock.Ticks), new Zone(offset));

    private void WriteSpan(TimeSpan span, int depth)
    {
        var microseconds = span.Ticks / TimeSpan.TicksPerMicrosecond;
        var (seconds, rest) = Math.DivRem(microseconds, 1_000_000);
        WriteCall("datetime", "timedelta", depth, 0, seconds, rest);
    }

    private bool TryWritePair(ValueType value, int depth)
    {
        if (!value.GetType().IsGenericType || value.GetType().GetGenericTypeDefinition() != typeof(KeyValuePair<,>))
            return false;
        var (key, item) = (value.GetType().GetProperty("Key")!, value.GetType().GetProperty("Value")!);
        WriteCollection(new PyTuple(key.GetValue(value), item.GetValue(value)), depth + 1);
        return true;
    }

    private void WriteCall(string module, string name, int depth, params ReadOnlySpan<object?> arguments)
    {
        _output.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n("));
        foreach (var argument in arguments)
        {
            if (argument is Zone zone)
                WriteZone(zone.Offset, depth + 1);
            else
                WriteValue(argument, depth + 1);
        }
        _output.Write("tR"u8);
    }

    private void WriteZone(TimeSpan offset, int depth) => WriteCall("datetime", "timezone", depth, offset);

    private static int Microseconds(long ticks) => (int)(ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);

    private sealed record Zone(TimeSpan Offset);
}
