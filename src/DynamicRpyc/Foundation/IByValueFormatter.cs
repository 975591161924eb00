namespace DynamicRpyc;

/// <summary>
/// How objects of types marked <see cref="ByValueAttribute"/> become bytes and objects again, between two .NET peers. Both sides use one of the same <see cref="Name"/>.
/// Called from any number of threads at once. The library checks that the object's own type is allowed; a formatter must not create types that the bytes name.
/// </summary>
public interface IByValueFormatter
{
    /// <summary>The format's name, such as "json". It travels with each object.</summary>
    string Name { get; }

    /// <summary>Makes bytes of an object. What it throws is thrown to the caller whose argument or result the object is.</summary>
    byte[] Serialize(object value);

    /// <summary>Makes an object of bytes that a peer sent. What it throws reaches the user as a <see cref="ProtocolException"/>.</summary>
    /// <param name="data">The bytes; not to be trusted.</param>
    /// <param name="type">The type to make, which was found to be allowed.</param>
    object Deserialize(ReadOnlyMemory<byte> data, Type type);
}
