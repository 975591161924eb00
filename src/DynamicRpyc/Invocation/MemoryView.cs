using System.Collections;
using System.Runtime.InteropServices;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// A <see cref="Memory{T}"/> or <see cref="ReadOnlyMemory{T}"/> as the sequence that it is to everyone but the CLR, for which it is walked over and indexed through spans alone. Reads and
/// writes go to the memory itself. As safe for several threads as that.
/// </summary>
internal abstract class MemoryView
{
    internal static bool Is(Type type) => CollectionTypes.IsMemory(type);

    internal static bool IsWritable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Memory<>);

    /// <summary>Null where the object is no memory.</summary>
    internal static MemoryView? Of(object target) => Is(target.GetType())
        ? (MemoryView)Activator.CreateInstance(typeof(MemoryView<>).MakeGenericType(target.GetType().GetGenericArguments()), target)!
        : null;

    internal abstract int Length { get; }

    internal abstract object? this[int index] { get; set; }

    internal abstract IEnumerable Items { get; }

    internal abstract Array ToArray();

    /// <summary>A part of the same memory; with a step a list of the items.</summary>
    internal abstract object Slice(PySlice slice);

    /// <exception cref="ArgumentException">They are more or fewer than the slice has places.</exception>
    internal abstract void Set(PySlice slice, object? items);
}

/// <inheritdoc />
internal sealed class MemoryView<T> : MemoryView
{
    private readonly Memory<T> _memory;
    private readonly object _target;

    public MemoryView(object target)
    {
        _target = target;
        _memory = target is Memory<T> memory ? memory : MemoryMarshal.AsMemory((ReadOnlyMemory<T>)target);
    }

    internal override int Length => _memory.Length;

    internal override object? this[int index]
    {
        get => _memory.Span[index];
        set => _memory.Span[index] = (T)Assignment.Convert(_target, "item", typeof(T), value)!;
    }

    internal override IEnumerable Items
    {
        get
        {
            for (var i = 0; i < _memory.Length; i++)
                yield return _memory.Span[i];
        }
    }

    internal override Array ToArray() => _memory.ToArray();

    internal override object Slice(PySlice slice)
    {
        var (start, stop, step) = slice.Indices(Length);
        if (step != 1)
            return Slicing.Positions(slice, Length).ConvertAll(i => _memory.Span[i]);
        var part = _memory[start..Math.Max(start, stop)];
        return _target is Memory<T> ? part : (object)(ReadOnlyMemory<T>)part;
    }

    internal override void Set(PySlice slice, object? items)
    {
        var values = (T[])Assignment.Convert(_target, "slice", typeof(T[]), items)!;
        var places = Slicing.Positions(slice, Length);
        if (values.Length != places.Count)
            throw new ArgumentException($"{values.Length} items cannot replace {places.Count}: a memory keeps its length");
        for (var i = 0; i < values.Length; i++)
            _memory.Span[places[i]] = values[i];
    }
}
