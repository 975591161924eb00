namespace DynamicRpyc.Foundation;

/// <summary>An object that chooses the type name under which it is lent, such as a bound method (<c>builtins.method</c>) or a namespace.</summary>
internal interface IWireNamed
{
    /// <summary>The type name of the object's id_pack. One object always gives the same.</summary>
    string WireTypeName { get; }
}
