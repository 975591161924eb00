using System.Globalization;
using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

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
        // There are many kinds of frozen sets, none of which anybody names.
        if (type is { IsVisible: false, Namespace: "System.Collections.Frozen", BaseType: { } frozen } && frozen != typeof(object))
            return Display(frozen);
        return type.IsGenericType ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Display))}>" : type.Name;
    }

    /// <summary>The name as Python has to write it: <c>Dictionary[String, Int32]</c>, <c>Array[Int32]</c>, <c>Nullable[Int32]</c>.</summary>
    internal static string Indexed(Type type)
    {
        if (type.IsByRef)
            return Indexed(type.GetElementType()!);
        if (type.IsSZArray)
            return $"Array[{Indexed(type.GetElementType()!)}]";
        return type.IsGenericType ? $"{Plain(type)}[{string.Join(", ", type.GetGenericArguments().Select(Indexed))}]" : Display(type);
    }

    /// <summary>Namespace, enclosing types and name: <c>System.Collections.Generic.List&lt;Int32&gt;</c>.</summary>
    internal static string Full(Type type) => type.Namespace is { } space && !type.IsGenericParameter ? $"{space}.{Qualified(type)}" : Qualified(type);

    /// <summary>Enclosing types and name. The type arguments of a nested type begin with those of the enclosing one, and stand there.</summary>
    internal static string Qualified(Type type)
    {
        if (type is not { IsNested: true, IsGenericParameter: false, HasElementType: false, DeclaringType: { } outer })
            return Display(type);
        var (all, ofOuter) = (type.GetGenericArguments(), outer.GetGenericArguments().Length);
        var closed = ofOuter > 0 && !type.IsGenericTypeDefinition ? outer.MakeGenericType(all[..ofOuter]) : outer;
        var own = all.Length > ofOuter ? $"<{string.Join(", ", all[ofOuter..].Select(Display))}>" : "";
        return $"{Qualified(closed)}.{Plain(type)}{own}";
    }

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
        OutPlace => "out",
        string text => $"String \"{(text.Length <= LongestText ? text : text[..LongestText] + "...")}\"",
        IRemoteObject remote => $"remote {remote.RemoteTypeName}",
        Type type => $"type {Display(type)}",
        bool or int or long or double => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
        _ => Display(value.GetType()),
    };
}
