namespace DynamicRpyc.Netrefs;

/// <summary>Arrays of several dimensions as copies: of a .NET array of as many, else of an iterable of iterables, such as a numpy array, whose rows are all as long.</summary>
internal sealed class GridConverter : NetrefConverter
{
    internal override bool Handles(Type type) => type.IsVariableBoundArray;

    /// <summary>Few iterables have rows: a parameter that takes any of them is the better one.</summary>
    internal override bool IsGuessFor(string remoteTypeName) => true;

    internal override object Convert(Netref source, Type type)
    {
        var (item, rank) = (type.GetElementType()!, type.GetArrayRank());
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        var items = new List<object?>();
        var lengths = new int?[rank];
        // The name says what is a grid: an owner that refuses members would refuse to say the rank of an array of arrays, whose items it gives.
        if (source.Requester.IsDotNet && source.RemoteTypeName.EndsWith($"[{new string(',', rank - 1)}]", StringComparison.Ordinal))
        {
            for (var dimension = 0; dimension < rank; dimension++)
                lengths[dimension] = NetrefConversion.Result<int>(NetrefOperations.CallMember1(source, nameof(Array.GetLength), null, dimension));
            items.AddRange(PlainItems.Of(source));
        }
        else
        {
            Collect(source, PlainItems.Of(source), type, 0, 0, lengths, items);
        }
        return Filled(source, item, Array.ConvertAll(lengths, static length => length ?? 0), items);
    }

    private static void Collect(Netref source, IReadOnlyList<object?> own, Type type, int row, int dimension, int?[] lengths, List<object?> items)
    {
        if ((lengths[dimension] ??= own.Count) != own.Count)
            throw Refuse(source, type, $"row 0 has {lengths[dimension]} items, row {row} has {own.Count}; a jagged array takes both.");
        if (dimension == lengths.Length - 1)
        {
            items.AddRange(own);
            return;
        }
        for (var i = 0; i < own.Count; i++)
        {
            IReadOnlyList<object?> cells = own[i] switch
            {
                PyTuple tuple => tuple,
                Netref remote when RemoteIterator.IsIterable(remote) => PlainItems.Of(remote),
                _ => throw Refuse(source, type, $"it has fewer than {lengths.Length} dimensions."),
            };
            Collect(source, cells, type, i, dimension + 1, lengths, items);
        }
    }

    private static Array Filled(Netref source, Type item, int[] lengths, List<object?> items)
    {
        var grid = Array.CreateInstance(item, lengths);
        if (grid.Length != items.Count)
            throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' changed while it was copied.");
        var position = new int[lengths.Length];
        for (var i = 0; i < items.Count; i++)
        {
            grid.SetValue(NetrefConversion.Part(source, items[i], item, $"item [{string.Join(", ", position)}]"), position);
            for (var dimension = position.Length - 1; dimension >= 0 && ++position[dimension] == lengths[dimension]; dimension--)
                position[dimension] = 0;
        }
        return grid;
    }
}
