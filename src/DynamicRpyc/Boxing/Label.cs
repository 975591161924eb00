namespace DynamicRpyc.Boxing;

/// <summary>How a boxed value is meant. The numbers are RPyC's; extensions between two .NET peers would be added beside them.</summary>
internal enum Label
{
    /// <summary>The brine value as it is.</summary>
    Value = 1,

    /// <summary>A tuple of boxed items.</summary>
    Tuple = 2,

    /// <summary>An id_pack of an object of the receiver.</summary>
    LocalReference = 3,

    /// <summary>An id_pack of an object of the sender.</summary>
    RemoteReference = 4,
}
