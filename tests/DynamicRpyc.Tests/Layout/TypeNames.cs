using System.Reflection;

namespace DynamicRpyc.Tests.Layout;

/// <summary>Types as C# writes them, with the nullability of references.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    /// <summary>The type of a parameter, property, field or return value.</summary>
    internal static string Of(NullabilityInfo info, bool isDynamic)
    {
        var type = info.Type;
        var mark = type is { IsValueType: false, IsByRef: false, IsGenericParameter: false } && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";
        if (isDynamic)
            return "dynamic" + mark;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        if (type.IsArray && info.ElementType is { } element)
            return $"{Of(element, false)}[]{mark}";
        if (type.IsGenericType && info.GenericTypeArguments is { Length: > 0 } arguments)
            return $"{BareName(type)}<{string.Join(", ", arguments.Select(argument => Of(argument, false)))}>{mark}";
        return Of(type) + mark;
    }

    /// <summary>A type without regard to nullability.</summary>
    internal static string Of(Type type)
    {
        if (_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsByRef)
            return Of(type.GetElementType()!);
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        return type.IsGenericType ? $"{BareName(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : BareName(type);
    }

    private static string BareName(Type type)
    {
        var name = type.Name.IndexOf('`') is var tick and >= 0 ? type.Name[..tick] : type.Name;
        return type is { IsNested: true, IsGenericParameter: false } ? $"{BareName(type.DeclaringType!)}.{name}" : name;
    }
}
