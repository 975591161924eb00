using System.Runtime.CompilerServices;

namespace DynamicRpyc.Formatters;

/// <summary>
/// The name of a type between two .NET peers: full names, with the assembly's simple name where that is not the core library. Without versions, so that the two
/// sides need not be built together. <see cref="LoadedTypes.Find"/> reads it. Any thread.
/// </summary>
internal static class TransferNames
{
    private static readonly ConditionalWeakTable<Type, string> _names = [];

    internal static string Of(Type type) => _names.GetValue(type, Make);

    private static string Make(Type type)
    {
        var element = type;
        while (element.HasElementType)
            element = element.GetElementType()!;
        var assembly = element.Assembly;
        return assembly == typeof(object).Assembly ? Local(type) : $"{Local(type)}, {assembly.GetName().Name}";
    }

    private static string Local(Type type)
    {
        if (type.IsArray)
            return Local(type.GetElementType()!) + (type.IsSZArray ? "[]" : $"[{new string(',', type.GetArrayRank() - 1)}]");
        return type.IsConstructedGenericType
            ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(',', type.GetGenericArguments().Select(static argument => $"[{Make(argument)}]"))}]"
            : type.FullName ?? type.Name;
    }
}
