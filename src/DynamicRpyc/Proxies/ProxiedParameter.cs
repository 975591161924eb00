using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Proxies;

/// <summary>A parameter of an interface's method, with what a call needs to know of it.</summary>
internal sealed class ProxiedParameter(ParameterInfo info)
{
    internal string? Keyword { get; } = info.GetCustomAttribute<RemoteNameAttribute>()?.Name;

    internal bool IsOut { get; } = info is { ParameterType.IsByRef: true, IsOut: true, IsIn: false };

    /// <summary><c>ref</c> and <c>out</c>: what it holds afterwards goes back to the caller.</summary>
    internal bool IsReturned { get; } = info.ParameterType.IsByRef && !info.IsIn && !info.IsDefined(typeof(IsReadOnlyAttribute), false);

    internal bool IsParams { get; } = info.IsDefined(typeof(ParamArrayAttribute), false);

    /// <summary>Declared <c>dynamic</c>: bound by what it holds, not by its type.</summary>
    internal bool IsDynamic { get; } = info.IsDefined(typeof(DynamicAttribute), false);

    internal bool IsToken { get; } = IsTokenType(info.ParameterType);

    internal static bool IsTokenType(Type type) => type == typeof(CancellationToken) || type == typeof(CancellationToken?);

    internal bool IsPlain => !IsOut && !IsReturned && !IsParams && !IsToken && Keyword is null;
}
