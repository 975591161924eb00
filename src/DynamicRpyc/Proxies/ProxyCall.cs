using System.Reflection;

namespace DynamicRpyc.Proxies;

/// <summary>What becomes of a token, which ends the wait on this side, among the values that are passed.</summary>
internal enum TokenPassing
{
    /// <summary>Nothing is passed for it.</summary>
    Omitted,

    /// <summary>A null keeps its place.</summary>
    Null,
    Passed,
}

/// <summary>One call of an interface's method: the arguments as the interface has them, and as a caller of the target would write them.</summary>
internal sealed class ProxyCall(ProxiedMethod member, MethodInfo method, object?[] declared)
{
    internal ProxiedMethod Member { get; } = member;

    /// <summary>The interface's method, closed where it is generic.</summary>
    internal MethodInfo Method { get; } = method;

    /// <summary>One argument a parameter; <c>ref</c> and <c>out</c> are written back into it.</summary>
    internal object?[] Declared { get; } = declared;

    internal Type[] TypeArguments => Method.IsGenericMethod ? Method.GetGenericArguments() : [];

    /// <summary>The token that ends the wait; none where the method takes none.</summary>
    internal CancellationToken Token => Member.TokenOf(Declared);

    /// <summary>
    /// The parameters' types without the tokens, where only they tell which of several overloads the compiler chose: an int declared <c>object</c>, a list as a <c>T</c>, a null. Types
    /// that only this process knows tell a peer nothing.
    /// </summary>
    internal Type[]? DecisiveTypes()
    {
        if (!Member.HasRivals)
            return null;
        var parameters = Method.GetParameters();
        var types = new List<Type>(parameters.Length);
        var isDecisive = false;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (Member.Parameters[i].IsToken)
                continue;
            var type = parameters[i].ParameterType;
            if (!IsOfCore(type))
                return null;
            types.Add(type);
            isDecisive |= type != Declared[i]?.GetType();
        }
        return isDecisive ? [.. types] : null;
    }

    /// <summary>Set by a target that has written <see cref="Declared"/> itself, so that the result is not a tuple of result and out values.</summary>
    internal bool IsWrittenBack { get; set; }

    /// <summary>
    /// The values to pass: without <c>out</c> parameters and, unless asked for, the token, with a <c>params</c> array spread out, and with named ones last.
    /// </summary>
    internal object?[] Values(out string[]? names, TokenPassing passing = TokenPassing.Omitted)
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
            var isToken = i == Member.TokenAt;
            if (parameter.IsOut || (isToken && passing == TokenPassing.Omitted))
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
                positional.Add(isToken && passing == TokenPassing.Null ? null : Declared[i]);
            }
        }
        names = keywords?.ToArray();
        return named is null ? [.. positional] : [.. positional, .. named];
    }

    private static bool IsOfCore(Type type) => type.HasElementType
        ? IsOfCore(type.GetElementType()!)
        : type.Assembly == typeof(object).Assembly && Array.TrueForAll(type.GetGenericArguments(), IsOfCore);
}
