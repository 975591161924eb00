using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Calls for adapters, which use names that a Python peer with RPyC's default settings has and refuses: its "cannot access 'read'" then says what to write over there. Any thread.
/// </summary>
internal static class PythonRefusal
{
    internal static object? Call(Netref source, string name, params object?[] arguments)
    {
        try
        {
            return NetrefOperations.CallMemberMany(source, name, null, arguments);
        }
        catch (MissingMemberException refusal) when (Is(refusal, name))
        {
            throw Explained(source, name, refusal);
        }
    }

    internal static async Task<object?> CallAsync(Netref source, string name, CancellationToken cancellationToken, params object?[] arguments)
    {
        source.ThrowIfReleased();
        try
        {
            return await source.Requester.RequestAsync(new Operation { Handler = Handler.CallAttr, Target = source, Name = name, Arguments = arguments }, null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MissingMemberException refusal) when (Is(refusal, name))
        {
            throw Explained(source, name, refusal);
        }
    }

    /// <summary>RPyC's own text, in all its versions, or Python's where a process in between asked for the name with a prefix; what the object's code could not find has another.</summary>
    internal static bool Is(Exception refusal, string name) => refusal.Message.StartsWith($"cannot access '{name}'", StringComparison.Ordinal) || IsOfAnotherAsker(refusal, name);

    private static bool IsOfAnotherAsker(Exception refusal, string name) => refusal.Message.Contains($"has no attribute 'exposed_{name}'", StringComparison.Ordinal);

    // Names with an underscore in front are private to RPyC, and no public names.
    private static string SettingFor(string name) => name.StartsWith('_') ? "allow_all_attrs" : "allow_public_attrs";

    /// <summary>Of an attribute that was to be written, which takes a setting of its own; the text that Python sends is the same for each.</summary>
    internal static AccessDeniedException Unwritable(Netref source, string name, Exception refusal) => new(
        $"Writing '{name}' of the remote '{source.RemoteTypeName}' was refused by the side that owns it. There, in Python, write rpyc.connect(host, port, config={{\"allow_setattr\": True, \"{SettingFor(name)}\": True}}), "
        + "of a server protocol_config=..., or pass an object with an exposed_ method that sets it.", refusal);

    internal static AccessDeniedException Explained(Netref source, string name, Exception refusal) => new(IsOfAnotherAsker(refusal, name)
        ? $"'{name}' of the remote '{source.RemoteTypeName}' was asked for as exposed_{name} by a process in between, under its own settings: set RpycConfig.AllowPublicAttributes there, in Python "
        + $"allow_public_attrs, or pass an object with exposed_{name} and the like."
        : $"'{name}' of the remote '{source.RemoteTypeName}' was refused by the side that owns it. There, in Python, write rpyc.connect(host, port, config={{\"{SettingFor(name)}\": True}}), of a server "
        + $"protocol_config=..., or pass an object with exposed_{name} and the like.", refusal);
}
