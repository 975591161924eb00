using System.Text;
using System.Text.Json;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Tests.Vinegar;

/// <summary>What real Python sends (Golden/record_vinegar.py), read here.</summary>
internal sealed class VinegarGoldenTests
{
    /// <summary>The CLR type for each recorded exception; the ones not named here are RemoteException.</summary>
    private static readonly Dictionary<string, Type> _expected = new()
    {
        ["key"] = typeof(KeyNotFoundException), ["key-int"] = typeof(KeyNotFoundException), ["denied"] = typeof(KeyNotFoundException),
        ["index"] = typeof(IndexOutOfRangeException),
        ["value"] = typeof(ArgumentException), ["value-without-arguments"] = typeof(ArgumentException), ["value-of-two-arguments"] = typeof(ArgumentException),
        ["value-of-object-argument"] = typeof(ArgumentException), ["unicode-text"] = typeof(ArgumentException), ["chained"] = typeof(ArgumentException),
        ["type"] = typeof(InvalidCastException),
        ["attribute"] = typeof(MissingMemberException),
        ["zero"] = typeof(DivideByZeroException), ["overflow"] = typeof(OverflowException), ["floating"] = typeof(ArithmeticException),
        ["not-implemented"] = typeof(NotImplementedException),
        ["recursion"] = typeof(InsufficientExecutionStackException),
        ["eof"] = typeof(EndOfStreamException), ["timeout"] = typeof(TimeoutException),
        ["file"] = typeof(FileNotFoundException), ["os-two-names"] = typeof(FileNotFoundException),
        ["directory"] = typeof(IOException), ["exists"] = typeof(IOException), ["os-plain"] = typeof(IOException), ["refused"] = typeof(IOException), ["broken-pipe"] = typeof(IOException),
        ["permission"] = typeof(UnauthorizedAccessException),
        ["module"] = typeof(ModuleNotFoundException), ["import"] = typeof(ModuleNotFoundException),
        ["decode"] = typeof(DecoderFallbackException), ["encode"] = typeof(EncoderFallbackException),
        ["keyboard"] = typeof(OperationCanceledException), ["exit"] = typeof(SystemExitException),
        ["stop"] = typeof(StopIterationException), ["stop-value"] = typeof(StopIterationException),
    };

    private static readonly Dictionary<string, Golden> _recorded = ReadRecorded();

    private static IEnumerable<string> Names => _recorded.Keys;

    [TestCaseSource(nameof(Names))]
    public void Read_ofWhatPythonSends_isTheMappedTypeWithPythonsMessage(string name)
    {
        var golden = _recorded[name];
        var exception = Wire.Read(golden.Bytes);
        Assert.That(exception.GetType(), Is.EqualTo(_expected.GetValueOrDefault(name, typeof(RemoteException))));
        if (exception is StopIterationException) return;

        var className = golden.Class[(golden.Class.LastIndexOf('.') + 1)..];
        Assert.That(exception.Message, Is.EqualTo(golden.Text.Length > 0 ? golden.Text : className));
        var info = Wire.Info(exception);
        Assert.That(info.TypeName, Is.EqualTo(golden.Class));
        Assert.That(info.Message, Is.EqualTo(exception.Message));
        Assert.That(exception.StackTrace, Does.Contain(info.Trace.TrimEnd()));
    }

    [TestCaseSource(nameof(Names))]
    public void Read_ofEveryTruncation_isAProtocolException(string name)
    {
        var bytes = _recorded[name].Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.That(() => Wire.Read(cut), Throws.TypeOf<ProtocolException>(), $"{length} of {bytes.Length} bytes");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Read_ofAnyChangedByte_isAnExceptionOrAProtocolException(string name)
    {
        var bytes = _recorded[name].Bytes;
        var seed = new Random(name.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] = (byte)seed.Next(256);
            try
            {
                var reader = new DynamicRpyc.Brine.BrineReader(changed, DynamicRpyc.Brine.BrineLimits.Default);
                Assert.That(DynamicRpyc.Vinegar.VinegarReader.Read(ref reader, RpycConfig.Default), Is.Not.Null);
            }
            catch (ProtocolException refusal)
            {
                Assert.That(refusal.Message, Is.Not.Empty);
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Write_ofWhatPythonSent_keepsItsIdentity(string name)
    {
        var golden = _recorded[name];
        var bytes = Wire.Bytes(Wire.Thrown(Wire.Read(golden.Bytes)), dialect: Dialect.V6);
        if (golden.Class == "builtins.StopIteration")
        {
            Assert.That(bytes, Is.EqualTo(_recorded["stop"].Bytes));
            return;
        }

        var info = Wire.Info(Wire.Read(golden.Bytes));
        var sent = Wire.Parts(bytes);
        Assert.That(sent.Name.TrimStart('.'), Is.EqualTo(golden.Class));
        Assert.That(sent.Arguments, Is.EqualTo(info.Arguments));
        Assert.That(sent.Attributes["_remote_version"], Is.EqualTo(name == "denied" ? "<version denied>" : "6.0.0"));
        Assert.That(sent.Attributes.Keys.Order(), Is.EqualTo(info.Attributes.Keys.Union(["_remote_version"]).Order()));
        Assert.That(sent.Trace, Does.Contain(info.Trace.TrimEnd()).And.Contain("========= Remote Traceback (").And.Contain(nameof(Wire.Thrown)));
    }

    [Test]
    public void Read_ofAFileNotFoundError_hasFileNameAndErrno()
    {
        var exception = (FileNotFoundException)Wire.Read(_recorded["file"].Bytes);
        Assert.That(exception.FileName, Is.EqualTo("/nowhere/at/all"));
        Assert.That(Wire.Info(exception).Attributes["errno"], Is.EqualTo(2));
        Assert.That(Wire.Info(exception).Arguments, Is.EqualTo(new object[] { 2, "No such file or directory" }));
    }

    [Test]
    public void Read_ofAConnectionRefusedError_holdsASocketException()
    {
        var inner = Wire.Read(_recorded["refused"].Bytes).InnerException;
        Assert.That(inner, Is.TypeOf<System.Net.Sockets.SocketException>());
        Assert.That(((System.Net.Sockets.SocketException)inner!).SocketErrorCode, Is.EqualTo(System.Net.Sockets.SocketError.ConnectionRefused));
    }

    [Test]
    public void Read_ofAModuleNotFoundError_hasTheName() =>
        Assert.That(((ModuleNotFoundException)Wire.Read(_recorded["module"].Bytes)).ModuleName, Is.EqualTo("nosuchmodule"));

    [Test]
    public void Read_ofACustomException_hasItsTypeNameAndAttributes()
    {
        var exception = (RemoteException)Wire.Read(_recorded["custom"].Bytes);
        Assert.That(exception.RemoteTypeName, Is.EqualTo("__main__.CustomError"));
        Assert.That(Wire.Info(exception).Attributes["code"], Is.EqualTo(5));
        Assert.That(Wire.Info(exception).Attributes["where"], Is.EqualTo("there"));
    }

    [Test]
    public void Read_ofAForwardedException_countsBothTraces()
    {
        var exception = Wire.Read(_recorded["forwarded"].Bytes);
        Assert.That(exception.StackTrace, Does.StartWith("\n========= Remote Traceback (2) =========\n").And.Contain("\n\n========= Remote Traceback (1) =========\n"));
    }

    [Test]
    public void Read_ofADeniedTrace_showsThatItWasDenied()
    {
        var info = Wire.Info(Wire.Read(_recorded["denied"].Bytes));
        Assert.That(info.Trace, Is.EqualTo("<traceback denied>"));
        Assert.That(info.Attributes["_remote_version"], Is.EqualTo("<version denied>"));
    }

    private static Dictionary<string, Golden> ReadRecorded()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "vinegar.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));
        return lines.ToDictionary(fields => fields[0], fields =>
        {
            var about = JsonDocument.Parse(fields[2]).RootElement;
            return new Golden(Convert.FromHexString(fields[1]), about.GetProperty("class").GetString()!, about.GetProperty("str").GetString()!);
        });
    }

    private sealed record Golden(byte[] Bytes, string Class, string Text);
}
