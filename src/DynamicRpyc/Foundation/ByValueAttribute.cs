namespace DynamicRpyc;

/// <summary>
/// Sends instances of a class, record or struct by value where the peer is this library too: the peer gets a copy of the very same type. Both sides must know the type,
/// and the mark is what allows a peer to have one made here: a type without it is never created from what a peer sends. To a Python peer such objects go by reference, as in RPyC.
/// </summary>
/// <remarks>
/// What travels are the public properties and fields that can be set or that the constructor takes. Each must be of a type that travels by value too: a number, text, date or the
/// like, an enum, a marked type, or an array, list, set, dictionary or tuple of such. The mark is not inherited: a derived class bears its own.
/// <para>As <c>[return: ByValue]</c> on a method it sends that method's result by value, also one that by its type would go by reference: a list or array, or an object of an
/// unmarked type. An unmarked type is made at the receiver only where a method that bears the mark for that type is known there as well, such as one of a shared interface.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ByValueAttribute : Attribute;
