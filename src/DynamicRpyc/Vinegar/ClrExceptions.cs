using System.Collections.Frozen;
using System.Reflection;

namespace DynamicRpyc.Vinegar;

/// <summary>
/// Makes the same CLR exception that a .NET peer threw, where its type is on the list: every public exception of the core library, a few of other framework assemblies, and this
/// library's own. A peer only names a type; it never makes this process load an assembly, nor run a constructor other than a plain (message, inner exception).
/// </summary>
internal static class ClrExceptions
{
    /// <summary>Public exceptions outside the core library, and the assembly that really defines each: looking there cannot follow a forward into an assembly not yet loaded.</summary>
    private static readonly FrozenDictionary<string, string> _elsewhere = new Dictionary<string, string>
    {
        ["System.UriFormatException"] = "System.Private.Uri",
        ["System.ComponentModel.InvalidEnumArgumentException"] = "System.ComponentModel.Primitives",
        ["System.ComponentModel.WarningException"] = "System.ComponentModel.TypeConverter",
        ["System.ComponentModel.DataAnnotations.ValidationException"] = "System.ComponentModel.Annotations",
        ["System.Data.DataException"] = "System.Data.Common",
        ["System.Net.Http.HttpRequestException"] = "System.Net.Http",
        ["System.Net.Mail.SmtpException"] = "System.Net.Mail",
        ["System.Net.Sockets.SocketException"] = "System.Net.Primitives",
        ["System.Net.WebException"] = "System.Net.Requests",
        ["System.Net.WebSockets.WebSocketException"] = "System.Net.WebSockets",
        ["System.Security.Authentication.AuthenticationException"] = "System.Net.Security",
        ["System.Security.Authentication.InvalidCredentialException"] = "System.Net.Security",
        ["System.Text.Json.JsonException"] = "System.Text.Json",
        ["System.Threading.BarrierPostPhaseException"] = "System.Threading",
        ["System.Threading.Channels.ChannelClosedException"] = "System.Threading.Channels",
        ["System.Xml.Schema.XmlSchemaException"] = "System.Private.Xml",
        ["System.Xml.XmlException"] = "System.Private.Xml",
        ["System.Xml.XPath.XPathException"] = "System.Private.Xml",
        ["System.Xml.Xsl.XsltException"] = "System.Private.Xml",
        ["Microsoft.CSharp.RuntimeBinder.RuntimeBinderException"] = "Microsoft.CSharp",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>These speak of the state of one process. Thrown here they would be taken for a statement about this one, by hosts that stop themselves on them.</summary>
    private static readonly FrozenSet<string> _never = new[]
    {
        "System.OutOfMemoryException", "System.InsufficientMemoryException", "System.StackOverflowException", "System.AccessViolationException", "System.ExecutionEngineException",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The exception of the type that the parts name; null where it is not on the list or has no plain constructor.</summary>
    internal static Exception? TryMake(string typeName, VinegarParts parts, string message, IReadOnlyList<Exception> inner)
    {
        var first = inner.Count > 0 ? inner[0] : null;
        switch (typeName)
        {
            case "DynamicRpyc.AccessDeniedException": return new AccessDeniedException(message);
            case "DynamicRpyc.SystemExitException": return new SystemExitException(parts.Attribute(ExceptionNames.Code), message, first);
            case "DynamicRpyc.AsyncResultTimeout": return new AsyncResultTimeout(message);
            case "DynamicRpyc.ModuleNotFoundException": return new ModuleNotFoundException(message, parts.Attribute(nameof(ModuleNotFoundException.ModuleName)) as string, first);
        }

        if (FindType(typeName) is not { } type) return null;

        // A special form is kept only if it reproduces the message: those types compose theirs, and would say things twice.
        var special = SpecialForms.TryMake(type, parts, message, inner);
        var made = special is AggregateException || special?.Message == message ? special : Plain(type, message, first) ?? special;
        if (made is not null) RestoreCommon(made, parts);
        return made;
    }

    /// <summary>Nothing of the syntax by which a name could ask for generic arguments, nested types, arrays or an assembly; and not one of those that are never made.</summary>
    internal static bool IsPlainName(string name) =>
        name.Length is > 0 and <= SafeText.MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_') && !_never.Contains(name);

    private static Type? FindType(string name)
    {
        if (!IsPlainName(name)) return null;
        var core = typeof(object).Assembly;
        var assembly = _elsewhere.TryGetValue(name, out var definedIn)
            ? Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName() is var id && id.Name == definedIn && IsFramework(id))
            : core;
        var type = assembly?.GetType(name, throwOnError: false);
        return type is { IsPublic: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(Exception)) ? type : null;
    }

    /// <summary>Signed with one of the keys that the shared framework's assemblies bear.</summary>
    internal static bool IsFramework(AssemblyName name) =>
        Convert.ToHexStringLower(name.GetPublicKeyToken() ?? []) is "b03f5f7f11d50a3a" or "cc7b13ffcd2ddd51" or "7cec85d7bea7798e" or "b77a5c561934e089";

    private static Exception? Plain(Type type, string message, Exception? inner)
    {
        try
        {
            // The shorter one where it will do: AggregateException takes no null for the inner exception.
            if (inner is null && Constructor(type, typeof(string)) is { } simple) return (Exception)simple.Invoke([message]);
            if (Constructor(type, typeof(string), typeof(Exception)) is { } full) return (Exception)full.Invoke([message, inner]);
            return Constructor(type, typeof(string)) is { } only ? (Exception)only.Invoke([message]) : null;
        }
        catch (TargetInvocationException)
        {
            // The type wants more of its message than a text; the caller falls back to a RemoteException, which holds all that came.
            return null;
        }
    }

    /// <summary>By the parameter's name: the string of TypeInitializationException and of ArgumentNullException is something else than the message.</summary>
    private static ConstructorInfo? Constructor(Type type, params Type[] parameters) =>
        type.GetConstructor(parameters) is { } found && found.GetParameters()[0].Name is "message" or "textString" or "s" ? found : null;

    private static void RestoreCommon(Exception exception, VinegarParts parts)
    {
        if (parts.Attribute(ExceptionNames.HResult) is int code) exception.HResult = code;
        if (parts.Attribute(ExceptionNames.Source) is string source) exception.Source = source;
    }
}
