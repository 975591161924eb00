namespace DynamicRpyc.Boxing;

/// <summary>
/// How a boxed value is meant. 1 to 4 are RPyC's. The others are extensions between two .NET peers: they are sent only to a peer that announced itself, see
/// <see cref="Announcement"/>, and accepted only from one; from any other peer they are as unknown as to RPyC.
/// </summary>
/// <remarks>
/// <code>
/// label  value                                  meaning
/// 1      brine                                  the value as it is
/// 2      (boxed, ...)                           a tuple of boxed items
/// 3      id_pack                                an object of the receiver
/// 4      id_pack                                an object of the sender
/// 5      (kind, brine)                          a value of an exact CLR type, see ExactKind; never holds a reference, so that it can be skipped whole
/// 6      (type name, (boxed, ...))              a CLR tuple of that type, or where the receiver does not know the type a plain tuple
/// </code>
/// Type names are those of <see cref="Formatters.TransferNames"/>.
/// </remarks>
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

    /// <summary>Extension: a value of an exact CLR type.</summary>
    Exact = 5,

    /// <summary>Extension: a CLR tuple of boxed items.</summary>
    ExactTuple = 6,
}
