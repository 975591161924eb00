using System.Collections;

namespace DynamicRpyc.Proxies;

/// <summary>Dictionaries keyed by names, ExpandoObject among them: their entries as members.</summary>
internal static class LocalEntries
{
    internal static bool TryGet(object target, string name, out object? value)
    {
        value = null;
        switch (target)
        {
            case IDictionary<string, object?> entries:
                return entries.TryGetValue(name, out value);
            case IReadOnlyDictionary<string, object?> entries:
                return entries.TryGetValue(name, out value);
            case IDictionary entries when entries.Contains(name):
                value = entries[name];
                return true;
            default:
                return false;
        }
    }

    internal static bool Contains(object target, string name) => TryGet(target, name, out _);

    internal static bool TrySet(object target, string name, object? value)
    {
        switch (target)
        {
            case IDictionary<string, object?> entries:
                entries[name] = value;
                return true;
            case IDictionary entries:
                entries[name] = value;
                return true;
            default:
                return false;
        }
    }
}
