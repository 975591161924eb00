namespace DynamicRpyc;

/// <summary>
/// On a member of an interface that an object acts like (see <c>Rpyc.ActLike</c>), or on the whole interface: results of an interface type are not wrapped in turn but must
/// implement it themselves.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class NonRecursiveInterfaceAttribute : Attribute;
