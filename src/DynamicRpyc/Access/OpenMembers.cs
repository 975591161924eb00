using System.Collections;

namespace DynamicRpyc.Access;

/// <summary>
/// Members that a peer reaches wherever <see cref="ToldBy"/> is among the safe names, since that tells as much: an entry of a dictionary can be unpacked, an array walked over and measured. C# code over there
/// has other names for that than Python's, and writes <c>entry.Key</c>. Pure, safe for any thread.
/// </summary>
internal static class OpenMembers
{
    /// <summary>The safe name that gives away what these members do.</summary>
    internal const string ToldBy = "__iter__";

    internal static bool Has(object target, string name) => name switch
    {
        "Key" or "Value" => target is DictionaryEntry || (target.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)),
        nameof(Array.Rank) or nameof(Array.Length) or nameof(Array.GetLength) => target is Array,
        _ => false,
    };
}
