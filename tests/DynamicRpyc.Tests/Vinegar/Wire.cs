using DynamicRpyc.Brine;
using DynamicRpyc.Vinegar;

namespace DynamicRpyc.Tests.Vinegar;

/// <summary>Exceptions to vinegar and back, in the fewest words.</summary>
internal static class Wire
{
    internal static readonly RpycConfig Denying = RpycConfig.Default with { IncludeLocalTraceback = false, IncludeLocalVersion = false };

    internal static byte[] Bytes(Exception exception, RpycConfig? config = null, Dialect dialect = Dialect.V5)
    {
        using var writer = new BrineWriter();
        VinegarWriter.Write(writer, exception, config ?? RpycConfig.Default, dialect);
        return writer.WrittenSpan.ToArray();
    }

    internal static Exception Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new BrineReader(bytes, BrineLimits.Default);
        var exception = VinegarReader.Read(ref reader, RpycConfig.Default);
        Assert.That(reader.AtEnd, "bytes left over");
        return exception;
    }

    /// <summary>As another .NET process receives it.</summary>
    internal static Exception RoundTrip(Exception exception, RpycConfig? config = null) => Read(Bytes(exception, config));

    internal static RemoteExceptionInfo Info(Exception exception) =>
        RemoteExceptionInfo.Of(exception) ?? throw new AssertionException($"A {exception.GetType()} without RemoteExceptionInfo.");

    /// <summary>What Python sees: ((module, class), args, attributes, trace).</summary>
    internal static (string Name, PyTuple Arguments, Dictionary<string, object?> Attributes, string Trace) Parts(byte[] bytes)
    {
        var value = (PyTuple)BrineValues.Decode(bytes, BrineLimits.Default)!;
        var name = (PyTuple)value[0]!;
        var attributes = ((PyTuple)value[2]!).Cast<PyTuple>().ToDictionary(pair => (string)pair[0]!, pair => pair[1]);
        return ($"{name[0]}.{name[1]}", (PyTuple)value[1]!, attributes, (string)value[3]!);
    }

    /// <summary>A vinegar as a peer may make it up.</summary>
    internal static byte[] Made(string module, string className, PyTuple arguments, string trace, params (string Name, object? Value)[] attributes) =>
        BrineValues.Encode(new PyTuple(new PyTuple(module, className), arguments, PyTuple.From(attributes.Select(a => new PyTuple(a.Name, a.Value))), trace));

    /// <summary>The exception, thrown and caught, so that it has a stack.</summary>
    internal static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
