using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// The memory that Python's own file objects pass to the file beneath them: a <c>memoryview</c> or <c>bytearray</c> over there, of which only special names are needed to fill it, which RPyC's
/// default settings allow.
/// </summary>
internal static class FileBuffers
{
    private const string MemoryView = "builtins.memoryview";

    /// <summary>Reads into the buffer what there is, up to its length or <paramref name="most"/>.</summary>
    /// <returns>How many bytes that were; 0 at the end.</returns>
    internal static int Fill(object? buffer, Func<int, byte[]> read, int most, string member)
    {
        if (buffer is not IRemoteObject)
            throw new BindException($"{member} takes a bytearray or memoryview of the caller, not {TypeNames.Describe(buffer)}: what arrives as a value is a copy, and filling that would change nothing; use read");
        dynamic remote = buffer;
        var data = read((int)Math.Clamp((long)remote.__len__(), 0, most));
        if (data.Length > 0)
            remote[new PySlice(0, data.Length)] = data;
        return data.Length;
    }

    /// <summary>What is to be written: bytes, or a buffer of the caller.</summary>
    internal static bool TryGetBytes(object? value, [NotNullWhen(true)] out byte[]? data)
    {
        data = value switch
        {
            byte[] here => here,
            IRemoteObject { RemoteTypeName: MemoryView } remote => TryCopy(remote) ?? (byte[])remote.ConvertTo(typeof(byte[])),
            IRemoteObject { RemoteTypeName: "builtins.bytearray" } remote => (byte[])remote.ConvertTo(typeof(byte[])),
            _ => null,
        };
        return data is not null;
    }

    // At once where the caller's settings allow the name; its items do else.
    private static byte[]? TryCopy(IRemoteObject remote)
    {
        try
        {
            return ((dynamic)remote).tobytes() as byte[];
        }
        catch (Exception refused) when (refused is MissingMemberException or AccessDeniedException)
        {
            return null;
        }
    }
}
