using System.Text;

namespace DynamicRpyc.Proxies;

/// <summary>C# names as another language writes them.</summary>
internal static class Naming
{
    internal static string Apply(MemberNaming naming, string name) => naming switch
    {
        MemberNaming.AsWritten => name,
        MemberNaming.SnakeCase => ToSnakeCase(name),
        _ => throw Unknown(naming),
    };

    /// <exception cref="ArgumentOutOfRangeException">It is none of the enum's.</exception>
    internal static MemberNaming Checked(MemberNaming naming) => Enum.IsDefined(naming) ? naming : throw Unknown(naming);

    private static ArgumentOutOfRangeException Unknown(MemberNaming naming) => new(nameof(naming), naming, "There are AsWritten and SnakeCase.");

    /// <summary>A word begins at an upper-case letter after a lower-case one or a digit, and at the last of several upper-case letters before a lower-case one.</summary>
    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
