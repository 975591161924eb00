using System.Dynamic;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>The errors for members that are not there or cannot be used so. All are <see cref="MissingMemberException"/>, which Python sees as AttributeError.</summary>
internal static class MissingMember
{
    internal static MissingMemberException On(object target, string name, IEnumerable<string> known)
    {
        var near = known.FirstOrDefault(candidate => Squeeze(candidate) == Squeeze(name) && candidate != name);
        var hint = near is null ? "" : $"; did you mean '{near}'?";
        return new MissingMemberException($"{Owner(target)} has no public member '{name}'{hint}");
    }

    internal static MissingMemberException Unusable(object target, string name, string why) => new($"'{name}' of {Owner(target)} {why}");

    internal static string Owner(object target) => target switch
    {
        Type type => $"type {TypeNames.Display(type)}",
        IRemoteObject remote => $"remote {remote.RemoteTypeName}",
        ExpandoObject => "this ExpandoObject",
        _ => TypeNames.Display(target.GetType()),
    };

    // get_value, getValue and GetValue are one name to someone who comes from another language.
    private static string Squeeze(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
