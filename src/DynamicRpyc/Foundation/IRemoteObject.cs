namespace DynamicRpyc.Foundation;

/// <summary>
/// What the floors below the netrefs may know of one: that it stands for an object of another process, and that it can be turned into a CLR type.
/// Implemented by <c>Netref</c>; used where arguments from the wire are fitted to parameters.
/// </summary>
internal interface IRemoteObject
{
    /// <summary>The remote type's full name as the peer spells it.</summary>
    string RemoteTypeName { get; }

    /// <summary>Whether the remote object is itself a type.</summary>
    bool IsRemoteType { get; }

    /// <summary>Whether its owner is known to be this library too, whose type names are the CLR's.</summary>
    bool IsOfDotNet => false;

    /// <summary>Whether its connection has ended, so that every use of it fails.</summary>
    bool IsGone => false;

    /// <summary>
    /// Whether <see cref="ConvertTo"/> has a way from a remote object to <paramref name="type"/>: a cheap, local answer for scoring overloads. It sends nothing.
    /// </summary>
    bool CanConvertTo(Type type);

    /// <summary>
    /// Whether <paramref name="type"/>, which <see cref="CanConvertTo"/> has a way to, is what an object of this kind is made for: a Python dict for a dictionary, a datetime for a
    /// DateTime. Such an overload is preferred. A local answer.
    /// </summary>
    bool IsNaturalFor(Type type) => false;

    /// <summary>Whether it is known to be a list or the like: it may be read whole, as often as wanted, to see which overload its items fit.</summary>
    bool IsSequence => false;

    /// <summary>Why <see cref="CanConvertTo"/> has no way, where there is more to say than that. A local answer.</summary>
    string? WhyNot(Type type) => null;

    /// <summary>Whether converting to the type is a guess that any object allows, so that an overload that takes the object as it is fits better.</summary>
    bool IsGuess(Type type) => false;

    /// <summary>Converts: a collection is copied item by item, a callable becomes a delegate, <c>IEnumerable</c> and <c>IDisposable</c> become live adapters. May send requests.</summary>
    /// <exception cref="InvalidCastException">There is no way to <paramref name="type"/>; the text names both types.</exception>
    object ConvertTo(Type type);
}
