using System.Globalization;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>Types and values as error texts, <c>__repr__</c> and <c>__name__</c> spell them.</summary>
internal static class TypeNames
{
    private const int LongestText = 40;

    /// <summary>The name without arity: <c>List</c>, <c>Int32</c>.</summary>
    internal static string Plain(Type type)
    {
        var arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? type.Name : type.Name[..arity];
    }

    /// <summary>The name with type arguments: <c>Dictionary&lt;String, Int32&gt;</c>, <c>Int32[]</c>, <c>Int32?</c>.</summary>
    internal static string Display(Type type)
    {
        if (type.IsByRef)
            return Display(type.GetElementType()!);
        if (type.IsArray)
            return $"{Display(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Display(underlying) + "?";
        return type.IsGenericType ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Display))}>" : type.Name;
    }

    /// <summary>Namespace, enclosing types and name: <c>System.Collections.Generic.List&lt;Int32&gt;</c>.</summary>
    internal static string Full(Type type) => type.Namespace is { } space && !type.IsGenericParameter ? $"{space}.{Qualified(type)}" : Qualified(type);

    /// <summary>Enclosing types and name.</summary>
    internal static string Qualified(Type type) =>
        type is { IsNested: true, IsGenericParameter: false, DeclaringType: { } outer } ? $"{Qualified(outer)}.{Display(type)}" : Display(type);

    /// <summary>A value as source code would have it: the default of a parameter.</summary>
    internal static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{(text.Length <= LongestText ? text : text[..LongestText] + "...")}\"",
        char single => $"'{single}'",
        Enum named => $"{Display(named.GetType())}.{named}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Display(value.GetType()),
    };

    /// <summary>A value as an error names it: type, and the value itself where it is short and harmless to print. Runs no user code.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"String \"{(text.Length <= LongestText ? text : text[..LongestText] + "...")}\"",
        IRemoteObject remote => $"remote {remote.RemoteTypeName}",
        Type type => $"type {Display(type)}",
        bool or int or long or double => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
        _ => Display(value.GetType()),
    };
}
