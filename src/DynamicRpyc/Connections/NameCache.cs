using System.Text;

namespace DynamicRpyc.Connections;

/// <summary>
/// The strings of names that the peer used last, so that a name used again is not made again. A fixed number of slots: a peer that sends ever new names
/// only replaces its own. Under the reader role: one thread at a time.
/// </summary>
internal sealed class NameCache
{
    private const int Slots = 64;
    private const int LongestKept = 64;
    private (byte[] Utf8, string Text)[]? _slots;

    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        var hash = new HashCode();
        hash.AddBytes(utf8);
        _slots ??= new (byte[], string)[Slots];
        ref var slot = ref _slots[(uint)hash.ToHashCode() % Slots];
        if (slot.Utf8 is { } known && utf8.SequenceEqual(known))
            return slot.Text;
        slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }
}
