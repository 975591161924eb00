using System.Text;

namespace DynamicRpyc.Messages;

/// <summary>
/// One string per type name of the peer, so that a thousand netrefs of one type share it and compare by reference. Bounded: past the limit, and for
/// absurdly long names, each is a string of its own. Used by the reader only: one thread at a time.
/// </summary>
internal sealed class TypeNameCache
{
    private const int LongestKept = 256;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _limit;

    internal TypeNameCache(int limit)
    {
        _limit = limit;
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        Span<char> chars = stackalloc char[LongestKept];
        var name = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (_lookup.TryGetValue(name, out var known))
            return known;
        var added = name.ToString();
        if (_names.Count < _limit)
            _names[added] = added;
        return added;
    }
}
