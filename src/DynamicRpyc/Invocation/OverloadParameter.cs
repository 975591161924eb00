using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>One parameter of an overload, with what a call needs to know of it prepared.</summary>
internal sealed class OverloadParameter
{
    internal OverloadParameter(ParameterInfo info, string? name = null)
    {
        Name = name ?? info.Name ?? $"arg{info.Position}";
        IsByRef = info.ParameterType.IsByRef;
        Type = IsByRef ? info.ParameterType.GetElementType()! : info.ParameterType;
        IsOut = IsByRef && info.IsOut && !info.IsIn;
        IsReturned = IsByRef && !info.IsIn;
        IsParams = ParamsItem(info) is not null;
        // A caller of another process has no token to give; most callers of C# give none either.
        IsOptional = info.IsOptional || Type == typeof(CancellationToken);
        Default = IsOptional ? DefaultOf(info) : null;
        Conversion = Conversions.To(Type);
        ItemConversion = ParamsItem(info) is { } item ? Conversions.To(item) : null;
    }

    internal string Name { get; }

    internal Type Type { get; }

    internal bool IsByRef { get; }

    /// <summary>The caller has nothing to put in.</summary>
    internal bool IsOut { get; }

    /// <summary>Its value after the call is part of the result: <c>ref</c> and <c>out</c>, not <c>in</c>.</summary>
    internal bool IsReturned { get; }

    internal bool IsParams { get; }

    internal bool IsOptional { get; }

    internal object? Default { get; }

    internal Conversion Conversion { get; }

    /// <summary>For the items of a <c>params</c> array or collection; null elsewhere.</summary>
    internal Conversion? ItemConversion { get; }

    /// <summary>What one of the last arguments has to be; null where the parameter is not <c>params</c>.</summary>
    internal static Type? ParamsItem(ParameterInfo info)
    {
        var type = info.ParameterType;
        if (info.IsDefined(typeof(ParamArrayAttribute), false))
            return type.GetElementType();
        return info.IsDefined(typeof(ParamCollectionAttribute), false) && type.IsGenericType && type.GetGenericArguments() is [var item] && Overload.IsPassable(type) ? item : null;
    }

    public override string ToString()
    {
        var modifier = IsParams ? "params " : IsOut ? "out " : IsReturned ? "ref " : IsByRef ? "in " : "";
        return $"{modifier}{TypeNames.Display(Type)} {Name}{(IsOptional ? " = " + (Default is null && Type.IsValueType ? "default" : TypeNames.Literal(Default)) : "")}";
    }

    // Reflection turns null into the default of a value type, so null serves for "default" of any type.
    private static object? DefaultOf(ParameterInfo info)
    {
        if (!info.HasDefaultValue || info.DefaultValue is not { } value || value == Missing.Value || value == DBNull.Value)
            return null;
        var type = Nullable.GetUnderlyingType(info.ParameterType) ?? info.ParameterType;
        return type.IsEnum && value.GetType() != type ? Enum.ToObject(type, value) : value;
    }
}
