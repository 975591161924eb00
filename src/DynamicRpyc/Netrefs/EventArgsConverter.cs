namespace DynamicRpyc.Netrefs;

/// <summary><c>EventArgs.Empty</c> of a .NET peer for an <see cref="EventHandler"/>: there is nothing in it that could differ. Arguments that hold something stay where they are.</summary>
internal sealed class EventArgsConverter : NetrefConverter
{
    private static readonly string _empty = Boxing.WireType.Of(typeof(EventArgs)).Name;

    internal override bool Handles(Type type) => type == typeof(EventArgs);

    internal override bool IsPossibleFor(string remoteTypeName) => remoteTypeName == _empty;

    internal override object Convert(Netref source, Type type) =>
        IsPossibleFor(source.RemoteTypeName) ? EventArgs.Empty : throw Refuse(source, type, "what it holds stays on its side; take it as object or dynamic.");
}
