using System.Dynamic;
using System.Globalization;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>The errors for members that are not there or cannot be used so. All are <see cref="MissingMemberException"/>, which Python sees as AttributeError.</summary>
internal static class MissingMember
{
    internal static MissingMemberException On(object target, string name, IEnumerable<string> known)
    {
        return new MissingMemberException($"{Owner(target)} has no public member '{name}'{Hint(target, name, [.. known])}");
    }

    private static string Hint(object target, string name, string[] known)
    {
        if (Array.Find(known, candidate => Squeeze(candidate) == Squeeze(name) && candidate != name) is { } near)
            return $"; did you mean '{near}'?";
        if (target is Type type && MemberTable.OfInstance(type).Find(name) is not null)
            return $": it is one of its instances; call it on an object, such as {TypeNames.Plain(type)}(...).{name}";
        return Array.Find(_accessors, accessor => name.StartsWith(accessor.Prefix, StringComparison.Ordinal) && (accessor.Prefix.EndsWith('m') ? known.Contains("Item") : known.Contains(name[accessor.Prefix.Length..]))) is { Write: { } write }
            ? $"; write {string.Format(CultureInfo.InvariantCulture, write, name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..])}"
            : "";
    }

    // What other bridges to .NET show under the names that compilers give.
    private static readonly (string Prefix, string Write)[] _accessors =
    [
        ("get_Item", "x[index]"),
        ("set_Item", "x[index] = value"),
        ("get_", "x.{0}"),
        ("set_", "x.{0} = value"),
        ("add_", "x.{0} += handler"),
        ("remove_", "x.{0} -= handler"),
    ];

    internal static MissingMemberException Unusable(object target, string name, string why) => new($"'{name}' of {Owner(target)} {why}");

    internal static string Owner(object target) => target switch
    {
        Type type => $"type {TypeNames.Display(type)}",
        IRemoteObject remote => $"remote {remote.RemoteTypeName}",
        ExpandoObject => "this ExpandoObject",
        BoundMethod method => $"method {method.QualifiedName}",
        ICustomMembers => target.ToString()!,
        _ => TypeNames.Display(target.GetType()),
    };

    // get_value, getValue and GetValue are one name to someone who comes from another language.
    private static string Squeeze(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
