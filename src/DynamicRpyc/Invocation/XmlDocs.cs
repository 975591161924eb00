using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DynamicRpyc.Invocation;

/// <summary>What is written of one member.</summary>
internal sealed record MemberWords(string Summary, IReadOnlyList<(string Name, string Text)> Parameters, string Returns, IReadOnlyList<(string Type, string Text)> Exceptions)
{
    /// <summary>Indented lines, to stand below a signature.</summary>
    internal string ToText()
    {
        var text = new StringBuilder();
        Add(text, "", Summary);
        foreach (var (name, words) in Parameters)
            Add(text, name + ": ", words);
        Add(text, "returns: ", Returns);
        foreach (var (type, words) in Exceptions)
            Add(text, $"raises {type}: ", words);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string head, string words)
    {
        if (words.Length > 0)
            text.Append("\n    ").Append(head).Append(words.Replace("\n", "\n    ", StringComparison.Ordinal));
    }
}

/// <summary>One documentation file as compilers write it. Immutable, safe for any thread.</summary>
internal sealed class XmlDocs
{
    internal const int LongestFile = 32 << 20;
    private const int LongestText = 4000;

    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    /// <summary>No documentation.</summary>
    internal static XmlDocs None { get; } = new([]);

    internal bool IsEmpty => _members.Count == 0;

    /// <summary>Reads the file. One that is not there, is too large or is no documentation is none: help is no reason for a request to fail.</summary>
    internal static XmlDocs Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LongestFile)
                return None;
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true });
            var members = XDocument.Load(reader).Root?.Element("members")?.Elements("member") ?? [];
            return new XmlDocs(members.Where(static member => member.Attribute("name") is not null)
                .DistinctBy(static member => member.Attribute("name")!.Value).ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return None;
        }
    }

    internal MemberWords? Find(string id) => !_members.TryGetValue(id, out var member) ? null : new MemberWords(
        Text(member.Element("summary")),
        [.. member.Elements("param").Select(static element => (element.Attribute("name")?.Value ?? "", Text(element)))],
        Text(member.Element("returns")),
        [.. member.Elements("exception").Select(static element => (ShortName(element.Attribute("cref")?.Value ?? ""), Text(element)))]);

    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Append(text, element);
        var lines = text.ToString().Split('\n').Select(static line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(static line => line.Length > 0);
        var whole = string.Join('\n', lines);
        return whole.Length <= LongestText ? whole : whole[..LongestText] + "...";
    }

    // The file breaks lines where the source does; only a paragraph or a list item begins a new one.
    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value.Replace('\n', ' ').Replace('\r', ' '));
                    break;
                case XElement { Name.LocalName: "para" or "item" or "code" or "br" } block:
                    text.Append('\n');
                    Append(text, block);
                    text.Append('\n');
                    break;
                case XElement { IsEmpty: true } reference:
                    text.Append(ShortName((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword") ?? reference.Attribute("href"))?.Value ?? ""));
                    break;
                case XElement inner:
                    Append(text, inner);
                    break;
            }
        }
    }

    // "M:System.String.Join(System.String,System.Object[])" is Join, "T:System.Int32" Int32.
    private static string ShortName(string cref)
    {
        if (cref.Length < 3 || cref[1] != ':')
            return cref;
        var end = cref.IndexOfAny(['(', '`', '{']);
        var name = end < 0 ? cref[2..] : cref[2..end];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
