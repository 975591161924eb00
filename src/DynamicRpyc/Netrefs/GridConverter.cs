using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>Arrays of several dimensions as copies: of a .NET array of as many, else of an iterable of iterables, such as a numpy array, whose rows are all as long.</summary>
internal sealed class GridConverter : NetrefConverter
{
    internal const string ToRows = "to_numpy";

    internal override bool Handles(Type type) => type.IsVariableBoundArray;

    /// <summary>Few iterables have rows: a parameter that takes any of them is the better one.</summary>
    internal override bool IsGuessFor(string remoteTypeName) => true;

    /// <summary>
    /// Whether the remote object is, by its name, an array of as many dimensions itself: an owner that refuses members would refuse to say the rank of an array of arrays, whose items it gives.
    /// </summary>
    internal static bool IsGrid(Netref source, Type type) => type.IsVariableBoundArray && source.Requester.IsDotNet
        && source.RemoteTypeName.EndsWith($"[{new string(',', type.GetArrayRank() - 1)}]", StringComparison.Ordinal);

    /// <summary>Whether it is a table of pandas, which gives the names of its columns when it is walked over, and its rows as <see cref="ToRows"/>.</summary>
    internal static bool IsTable(Netref source, Type type) => type.IsVariableBoundArray && source.RemoteTypeName == "pandas.core.frame.DataFrame";

    private static Netref RowsOf(Netref source, Type type) => !IsTable(source, type) ? source
        : PlainItems.TryCall(source, ToRows) ?? throw Refuse(source, type, "its rows are those of to_numpy(), which the peer does not give; have it return that.");

    internal override object Convert(Netref source, Type type)
    {
        var rank = type.GetArrayRank();
        if (!RemoteIterator.IsIterable(source))
            throw Refuse(source, type, "it has no __iter__.");
        if (!IsGrid(source, type))
            return Grid.Copy(type, PlainItems.Of(RowsOf(source, type)), new NetrefSource(source));
        var lengths = new int[rank];
        for (var dimension = 0; dimension < rank; dimension++)
            lengths[dimension] = NetrefConversion.Result<int>(NetrefOperations.CallMember1(source, nameof(Array.GetLength), null, dimension));
        var cells = PlainItems.Of(source);
        // Before there is memory for as many as the peer says.
        if (Array.Exists(lengths, static length => length < 0) || lengths.Aggregate(System.Numerics.BigInteger.One, static (product, length) => product * length) != cells.Count)
            throw new InvalidOperationException($"The remote '{source.RemoteTypeName}' changed while it was copied.");
        return Grid.Filled(type, lengths, cells, new NetrefSource(source));
    }
}
