using System.Reflection;

namespace DynamicRpyc.Proxies;

/// <summary>One call of an interface's method: the arguments as the interface has them, and as a caller of the target would write them.</summary>
internal sealed class ProxyCall(ProxiedMethod member, MethodInfo method, object?[] declared)
{
    internal ProxiedMethod Member { get; } = member;

    /// <summary>The interface's method, closed where it is generic.</summary>
    internal MethodInfo Method { get; } = method;

    /// <summary>One argument a parameter; <c>ref</c> and <c>out</c> are written back into it.</summary>
    internal object?[] Declared { get; } = declared;

    internal Type[] TypeArguments => Method.IsGenericMethod ? Method.GetGenericArguments() : [];

    /// <summary>A trailing token; none where the method takes none.</summary>
    internal CancellationToken Token => Member.TakesToken ? (CancellationToken)Declared[^1]! : default;

    /// <summary>Set by a target that has written <see cref="Declared"/> itself, so that the result is not a tuple of result and out values.</summary>
    internal bool IsWrittenBack { get; set; }

    /// <summary>
    /// The values to pass: without <c>out</c> parameters and, unless asked for, the trailing token, with a <c>params</c> array spread out, and with named ones last.
    /// </summary>
    internal object?[] Values(out string[]? names, bool withToken = false)
    {
        names = null;
        if (Member.IsPlain)
            return Declared;
        var positional = new List<object?>(Declared.Length);
        List<string>? keywords = null;
        List<object?>? named = null;
        var parameters = Member.Parameters;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (parameter.IsOut || (Member.TakesToken && !withToken && i == parameters.Length - 1))
                continue;
            if (parameter.Keyword is { } keyword)
            {
                (keywords ??= []).Add(keyword);
                (named ??= []).Add(Declared[i]);
            }
            else if (parameter.IsParams && Declared[i] is Array rest)
            {
                positional.AddRange(rest.Cast<object?>());
            }
            else
            {
                positional.Add(Declared[i]);
            }
        }
        names = keywords?.ToArray();
        return named is null ? [.. positional] : [.. positional, .. named];
    }
}
