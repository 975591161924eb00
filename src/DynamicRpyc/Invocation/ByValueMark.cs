using System.Reflection;

namespace DynamicRpyc.Invocation;

/// <summary>Whether a method's result is to be sent by value: <c>[return: ByValue]</c> on it, on what it overrides, or on the interface method that it implements. Any thread.</summary>
internal static class ByValueMark
{
    internal static bool IsOn(MethodBase method) =>
        method is MethodInfo { ReturnType: var type } info && type != typeof(void) && (IsMarked(info) || (info.IsVirtual && ImplementsMarked(info)));

    private static bool IsMarked(MethodInfo method) => Attribute.IsDefined(method.ReturnParameter, typeof(ByValueAttribute), inherit: true);

    private static bool ImplementsMarked(MethodInfo method)
    {
        if (method.DeclaringType is not { IsInterface: false, IsArray: false } owner)
            return false;
        foreach (var face in owner.GetInterfaces())
        {
            // The runtime's own interfaces bear no marks of this library.
            if (face.Assembly == typeof(object).Assembly)
                continue;
            var map = owner.GetInterfaceMap(face);
            var index = Array.FindIndex(map.TargetMethods, target => target.MethodHandle == method.MethodHandle);
            if (index >= 0 && IsMarked(map.InterfaceMethods[index]))
                return true;
        }
        return false;
    }
}
