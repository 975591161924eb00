using System.Collections;
using System.Collections.Frozen;
using System.Net;
using Microsoft.Extensions.Logging;

namespace DynamicRpyc.Foundation;

/// <summary>Reads RPyC's configuration dictionary, name by name. Pure.</summary>
internal static class ConfigReader
{
    private const string SystemExit = "propagate_SystemExit";
    private const string SystemExitLocally = "propagate_SystemExit_locally";

    private delegate RpycConfig Setter(RpycConfig config, string name, object? value);

    private static readonly Dictionary<string, Setter> _settings = new(StringComparer.Ordinal)
    {
        ["allow_safe_attrs"] = static (c, n, v) => c with { AllowSafeAttributes = Flag(n, v) },
        ["safe_attrs"] = static (c, n, v) => c with { SafeAttributes = NameSet(n, v) },
        ["allow_exposed_attrs"] = static (c, n, v) => c with { AllowExposedAttributes = Flag(n, v) },
        ["exposed_prefix"] = static (c, n, v) => c with { ExposedPrefix = Of<string>(n, v, "a string") },
        ["allow_public_attrs"] = static (c, n, v) => c with { AllowPublicAttributes = Flag(n, v) },
        ["allow_all_attrs"] = static (c, n, v) => c with { AllowAllAttributes = Flag(n, v) },
        ["allow_getattr"] = static (c, n, v) => c with { AllowGetAttribute = Flag(n, v) },
        ["allow_setattr"] = static (c, n, v) => c with { AllowSetAttribute = Flag(n, v) },
        ["allow_delattr"] = static (c, n, v) => c with { AllowDeleteAttribute = Flag(n, v) },
        ["allow_pickle"] = static (c, n, v) => c with { AllowPickle = Flag(n, v) },
        ["include_local_traceback"] = static (c, n, v) => c with { IncludeLocalTraceback = Flag(n, v) },
        ["include_local_version"] = static (c, n, v) => c with { IncludeLocalVersion = Flag(n, v) },
        ["instantiate_custom_exceptions"] = static (c, n, v) => c with { InstantiateCustomExceptions = Flag(n, v) },
        ["import_custom_exceptions"] = static (c, n, v) => c with { ImportCustomExceptions = Flag(n, v) },
        ["instantiate_oldstyle_exceptions"] = static (c, n, v) => c with { InstantiateOldStyleExceptions = Flag(n, v) },
        [SystemExit] = static (c, n, v) => c with { PropagateSystemExit = Flag(n, v) },
        [SystemExitLocally] = static (c, n, v) => c with { PropagateSystemExit = !Flag(n, v) },
        ["propagate_KeyboardInterrupt_locally"] = static (c, n, v) => c with { PropagateKeyboardInterruptLocally = Flag(n, v) },
        ["log_exceptions"] = static (c, n, v) => c with { LogExceptions = Flag(n, v) },
        ["bind_threads"] = NoBoundThreads,
        ["debug"] = static (c, n, v) => c with { Debug = Flag(n, v) },
        ["logger"] = static (c, n, v) => c with { Logger = OrNull<ILogger>(n, v, "an ILogger or null") },
        ["sync_request_timeout"] = static (c, n, v) => c with { SyncRequestTimeout = Seconds(n, v) },
        ["connid"] = static (c, n, v) => c with { ConnectionId = OrNull<string>(n, v, "a string or null") },
        ["credentials"] = static (c, _, v) => c with { Credentials = v },
        ["endpoints"] = static (c, n, v) => c with { Endpoints = Ends(n, v) },
        ["before_closed"] = static (c, n, v) => c with { BeforeClosed = OrNull<Action<object>>(n, v, "an Action<object> or null") },
        ["close_catchall"] = static (c, n, v) => c with { CloseCatchAll = Flag(n, v) },
    };

    /// <summary>RPyC's names, sorted.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. _settings.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    internal static RpycConfig Read(IReadOnlyDictionary<string, object?> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.ContainsKey(SystemExit) && settings.ContainsKey(SystemExitLocally))
            throw new ArgumentException($"'{SystemExit}' and '{SystemExitLocally}' are one setting in opposite senses: give only one of them.", nameof(settings));
        var config = RpycConfig.Default;
        foreach (var (name, value) in settings)
        {
            if (!_settings.TryGetValue(name, out var set))
                throw new ArgumentException($"There is no setting '{name}'. RPyC's settings are: {string.Join(", ", Names)}.", nameof(settings));
            config = set(config, name, value);
        }
        return config;
    }

    private static RpycConfig NoBoundThreads(RpycConfig config, string name, object? value) => !Flag(name, value)
        ? config
        : throw new NotSupportedException(
            $"'{name}' is not supported: it puts thread ids of both sides in front of each message, which only peers with the same setting and version understand. " +
            "It is not needed here: a request of the peer runs on the thread that waits for it, where one does.");

    private static bool Flag(string name, object? value) => Of<bool>(name, value, "true or false");

    private static T Of<T>(string name, object? value, string wanted) => value is T fitting ? fitting : throw Wrong(name, value, wanted);

    private static T? OrNull<T>(string name, object? value, string wanted) where T : class => value is null ? null : Of<T>(name, value, wanted);

    private static FrozenSet<string> NameSet(string name, object? value)
    {
        const string wanted = "a collection of strings";
        if (value is string or not IEnumerable)
            throw Wrong(name, value, wanted);
        return ((IEnumerable)value).Cast<object?>().Select(item => item as string ?? throw Wrong(name, item, wanted)).ToFrozenSet(StringComparer.Ordinal);
    }

    private static TimeSpan? Seconds(string name, object? value) => value switch
    {
        null => null,
        TimeSpan span => span,
        int or long or float or double => FromSeconds(name, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw Wrong(name, value, "a number of seconds, a TimeSpan, or null for no limit"),
    };

    private static TimeSpan FromSeconds(string name, double seconds) => seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds / 2
        ? TimeSpan.FromSeconds(seconds)
        : throw Wrong(name, seconds, "a number of seconds from 0 up, or null for no limit");

    private static (EndPoint, EndPoint)? Ends(string name, object? value) => value switch
    {
        null => null,
        System.Runtime.CompilerServices.ITuple { Length: 2 } pair when pair[0] is EndPoint local && pair[1] is EndPoint remote => (local, remote),
        _ => throw Wrong(name, value, "a pair of EndPoints or null"),
    };

    private static ArgumentException Wrong(string name, object? value, string wanted) =>
        new($"The setting '{name}' takes {wanted}, not {(value is null ? "null" : $"{value} ({value.GetType().Name})")}.");
}
