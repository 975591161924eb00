namespace DynamicRpyc.Values;

/// <summary>Arrays of several dimensions, of rows that are all as long. Pure.</summary>
internal static class Grid
{
    private const int MostShown = 40;

    /// <summary>A copy of rows, of rows of rows and so on.</summary>
    /// <param name="type">The type of the array.</param>
    /// <param name="rows">Those of the first dimension.</param>
    /// <param name="source">What gives the items of a row and converts the cells. It refuses rows of different lengths, and what is no row.</param>
    internal static Array Copy(Type type, IReadOnlyList<object?> rows, CopySource source)
    {
        var lengths = new int?[type.GetArrayRank()];
        var cells = new List<object?>();
        Collect(rows, 0, 0);
        return Filled(type, Array.ConvertAll(lengths, static length => length ?? 0), cells, source);

        void Collect(IReadOnlyList<object?> own, int row, int dimension)
        {
            if ((lengths[dimension] ??= own.Count) != own.Count)
                throw source.Refuse(type, $"row 0 has {lengths[dimension]} items, row {row} has {own.Count}; a jagged array takes both.");
            if (dimension == lengths.Length - 1)
            {
                if (own.Count > source.MostCells - cells.Count)
                    throw new InvalidOperationException($"The rows for a {type} have more than {source.MostCells} cells, the most that are copied at once (RpycLimits.MaxCopiedItems).");
                cells.AddRange(own);
                return;
            }
            for (var i = 0; i < own.Count; i++)
                Collect(source.Row(own[i]) ?? throw source.Refuse(type, $"it has fewer than {lengths.Length} dimensions{(own[i] is string text ? $": of its items, which have to be rows, item {i} is the text '{Shown(text)}'" : "")}."), i, dimension + 1);
        }
    }

    private static string Shown(string text) => text.Length > MostShown ? text[..MostShown] + "..." : text;

    /// <summary>The rows of an array of several dimensions, of rows of rows and so on.</summary>
    internal static PyTuple Rows(Array grid) => Rows(grid, new int[grid.Rank], 0);

    private static PyTuple Rows(Array grid, int[] position, int dimension)
    {
        var items = new object?[grid.GetLength(dimension)];
        for (var i = 0; i < items.Length; i++)
        {
            position[dimension] = grid.GetLowerBound(dimension) + i;
            items[i] = dimension == grid.Rank - 1 ? grid.GetValue(position) : Rows(grid, position, dimension + 1);
        }
        return new PyTuple(items);
    }

    /// <summary>The array of cells that are known to be as many as the lengths say.</summary>
    internal static Array Filled(Type type, int[] lengths, IReadOnlyList<object?> cells, CopySource source)
    {
        var item = type.GetElementType()!;
        var grid = Array.CreateInstance(item, lengths);
        var position = new int[lengths.Length];
        foreach (var cell in cells)
        {
            grid.SetValue(source.Convert(cell, item, position), position);
            for (var dimension = position.Length - 1; dimension >= 0 && ++position[dimension] == lengths[dimension]; dimension--)
                position[dimension] = 0;
        }
        return grid;
    }
}
