using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Vinegar;

/// <summary>The public properties of a CLR exception, as attributes. Getters are user code: one that throws is named among the unreadable, and the rest still goes.</summary>
internal static class ExceptionProperties
{
    private static readonly ConditionalWeakTable<Type, PropertyInfo[]> _byType = [];

    /// <summary>Sent elsewhere, or not at all: traces and inner exceptions have their own place and their own setting, the rest leads into this process's memory.</summary>
    private static readonly HashSet<string> _leftOut =
    [
        nameof(Exception.Message), nameof(Exception.HResult), nameof(Exception.Source), nameof(Exception.StackTrace), nameof(Exception.TargetSite), nameof(Exception.Data),
        nameof(Exception.InnerException), nameof(AggregateException.InnerExceptions), nameof(FileNotFoundException.FusionLog),
    ];

    /// <summary>Adds the properties to <paramref name="attributes"/> until those hold <paramref name="max"/>.</summary>
    internal static void Collect(Exception exception, List<KeyValuePair<string, object?>> attributes, int max)
    {
        List<object?>? unreadable = null;
        foreach (var property in _byType.GetValue(exception.GetType(), Find))
        {
            if (attributes.Count >= max - 1) break;
            if (Holds(attributes, property.Name)) continue;
            try
            {
                var value = property.GetValue(exception, BindingFlags.DoNotWrapExceptions, null, null, null);
                if (WireValues.TryMake(value, SafeText.MaxMessage, out var sent)) attributes.Add(new(property.Name, sent));
            }
            catch (Exception failure)
            {
                (unreadable ??= []).Add($"{property.Name}: {failure.GetType().FullName}");
            }
        }

        if (unreadable is not null) attributes.Add(new(ExceptionNames.ClrUnreadable, PyTuple.From(unreadable)));
    }

    private static bool Holds(List<KeyValuePair<string, object?>> attributes, string name) => attributes.Exists(a => a.Key == name);

    private static PropertyInfo[] Find(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0 && !p.PropertyType.IsByRefLike && !p.PropertyType.IsByRef && !p.PropertyType.IsPointer)
            .Where(p => !_leftOut.Contains(p.Name) && !ExceptionNames.BreaksPython(p.Name) && p.Name.Length <= SafeText.MaxName),
    ];
}
