using System.Text;

namespace DynamicRpyc.Connections;

/// <summary>
/// The strings of names that the peer used last, so that a name used again is not made again. A fixed number of slots: a peer that sends ever new names
/// only replaces its own. Under the reader role: one thread at a time.
/// </summary>
internal sealed class NameCache
{
    private const int FewestSlots = 8;
    private const int MostSlots = 64;
    private const int LongestKept = 64;
    private Slot[]? _slots;

    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        var code = new HashCode();
        code.AddBytes(utf8);
        var hash = (uint)code.ToHashCode();
        _slots ??= new Slot[FewestSlots];
        ref var slot = ref _slots[hash % _slots.Length];
        if (slot.Utf8 is { } known && utf8.SequenceEqual(known))
            return slot.Text;
        if (slot.Utf8 is not null && _slots.Length < MostSlots)
        {
            Grow();
            slot = ref _slots[hash % _slots.Length];
        }
        slot = new Slot(hash, utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }

    /// <summary>Most peers use few names, and there may be many peers: it begins small, and grows when names push each other out.</summary>
    private void Grow()
    {
        var slots = new Slot[_slots!.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot.Utf8 is not null)
                slots[slot.Hash % slots.Length] = slot;
        }
        _slots = slots;
    }

    private readonly record struct Slot(uint Hash, byte[] Utf8, string Text);
}
