using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using DynamicRpyc.Brine;
using DynamicRpyc.Vinegar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamicRpyc.Tests.Vinegar;

/// <summary>An exception of the program's own.</summary>
public sealed class OutOfStockException(string message, Exception? inner = null) : Exception(message, inner)
{
    public OutOfStockException(string message) : this(message, null) { }

    public long Article { get; set; }

    public DayOfWeek Day { get; set; }
}

/// <summary>Both positions of every setting about exceptions, over a connection.</summary>
internal sealed class ExceptionSettingsTests
{
    public sealed class Thrower(Func<Exception> make) : Service
    {
        public object? exposed_fail() => throw make();

        public object? exposed_odd() => ThrowText();
    }

    private static readonly RpycConfig _default = RpycConfig.Default;

    private static Exception Caught(Func<Exception> make, RpycConfig? local = null, RpycConfig? remote = null, string call = "fail")
    {
        using var connection = Rpyc.ConnectThread(config: local, remoteService: new Thrower(make), remoteConfig: remote);
        var failure = Assert.Catch(() => connection.SyncRequest(Handler.CallAttr, connection.Root, call, new PyTuple(), new PyTuple()));
        Assert.That(connection.Closed, Is.False);
        return failure!;
    }

    /// <summary>Throws a string, as other languages of the CLR can.</summary>
    private static object? ThrowText()
    {
        var method = new DynamicMethod("ThrowText", typeof(object), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldstr, "odd");
        code.Emit(OpCodes.Throw);
        return method.CreateDelegate<Func<object?>>()();
    }

    private static Exception Custom() => new OutOfStockException("none left", new KeyNotFoundException("shelf 3")) { Article = 42, Day = DayOfWeek.Friday };

    [Test]
    public void IncludeLocalTraceback_bothPositions()
    {
        var shown = Caught(Custom);
        Assert.That(shown.StackTrace, Does.Contain("exposed_fail").And.Contain("Remote Traceback (1)"));
        Assert.That(shown.InnerException, Is.TypeOf<KeyNotFoundException>());
        var denied = Caught(Custom, remote: _default with { IncludeLocalTraceback = false });
        Assert.That(denied.StackTrace, Does.Not.Contain("exposed_fail").And.Contain("<traceback denied>"));
        Assert.That(denied.InnerException, Is.Null);
    }

    [Test]
    public void IncludeLocalVersion_bothPositions()
    {
        Assert.That(Rpyc.RemoteInfo(Caught(Custom))!.Attributes["_remote_version"], Is.EqualTo("6.0.0"));
        Assert.That(Rpyc.RemoteInfo(Caught(Custom, remote: _default with { IncludeLocalVersion = false }))!.Attributes["_remote_version"], Is.EqualTo("<version denied>"));
    }

    [Test]
    public void InstantiateCustomExceptions_bothPositions()
    {
        Assert.That(Caught(Custom), Is.TypeOf<RemoteException>().With.Property("RemoteTypeName").EqualTo(typeof(OutOfStockException).FullName));
        var made = Caught(Custom, local: _default with { InstantiateCustomExceptions = true });
        Assert.That(made, Is.TypeOf<OutOfStockException>().With.Message.EqualTo("none left"));
        Assert.That((((OutOfStockException)made).Article, ((OutOfStockException)made).Day), Is.EqualTo((42L, DayOfWeek.Friday)));
        Assert.That(made.InnerException, Is.TypeOf<KeyNotFoundException>());
        Assert.That(made.StackTrace, Does.Contain("exposed_fail"));
    }

    [TestCase("System.String")]
    [TestCase("System.Diagnostics.Process")]
    [TestCase("System.OutOfMemoryException")]
    [TestCase("DynamicRpyc.Tests.Vinegar.OutOfStockException, DynamicRpyc.Tests")]
    [TestCase("System.Collections.Generic.List`1[[System.Int32]]")]
    public void InstantiateCustomExceptions_whatIsNoOrdinaryException_isNeverMade(string name)
    {
        var bytes = Wire.Made("x", "y", new PyTuple("text"), "", ("_clr_type", name));
        var reader = new BrineReader(bytes, BrineLimits.Default);
        Assert.That(VinegarReader.Read(ref reader, _default with { InstantiateCustomExceptions = true, ImportCustomExceptions = true }), Is.TypeOf<RemoteException>());
    }

    [Test]
    public void ImportCustomExceptions_bothPositions()
    {
        // An assembly of the program that is there, and not loaded yet.
        var image = Compile("namespace Shop.Errors; public class ClosedException(string text) : System.Exception(text);");
        AssemblyLoadContext.Default.Resolving += (context, wanted) => wanted.Name == "Shop" ? context.LoadFromStream(new MemoryStream(image)) : null;
        Exception Read(RpycConfig config)
        {
            var reader = new BrineReader(Wire.Made("Shop.Errors", "ClosedException", new PyTuple("text"), ""), BrineLimits.Default);
            return VinegarReader.Read(ref reader, config);
        }

        Assert.That(Read(_default with { InstantiateCustomExceptions = true }), Is.TypeOf<RemoteException>());
        Assert.That(Read(_default with { ImportCustomExceptions = true }), Is.TypeOf<RemoteException>());
        Assert.That(AppDomain.CurrentDomain.GetAssemblies().Select(each => each.GetName().Name), Does.Not.Contain("Shop"));
        var made = Read(_default with { InstantiateCustomExceptions = true, ImportCustomExceptions = true });
        Assert.That((made.GetType().FullName, made.Message), Is.EqualTo(("Shop.Errors.ClosedException", "text")));
    }

    private static byte[] Compile(string text)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText(text)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.That(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    [Test]
    public void InstantiateOldStyleExceptions_bothPositions()
    {
        Assert.That(Caught(Custom, call: "odd"), Is.TypeOf<RemoteException>().With.Property("RemoteTypeName").EqualTo(typeof(RuntimeWrappedException).FullName));
        var wrapped = Caught(Custom, local: _default with { InstantiateOldStyleExceptions = true }, call: "odd");
        Assert.That((wrapped as RuntimeWrappedException)?.WrappedException, Is.EqualTo("odd"));
    }

    [Test]
    public void SystemExit_byDefault_isThrownAtTheCallerAndEverybodyLivesOn()
    {
        var exit = Caught(() => new SystemExitException(3));
        Assert.That(((exit as SystemExitException)?.ExitCode, exit.Message), Is.EqualTo(((int?)3, "The called code asks for the end of the process that called it, with exit code 3.")));
        Assert.That((Caught(() => new SystemExitException("bye")) as SystemExitException)?.ExitCode, Is.EqualTo(1));
        Assert.That((Caught(() => new SystemExitException()) as SystemExitException)?.ExitCode, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void KeyboardInterrupt_ofAFurtherPeer_closesTheConnectionOrGoesOnToTheCaller(bool locally)
    {
        Exception Interrupt()
        {
            var reader = new BrineReader(Wire.Made("builtins", "KeyboardInterrupt", new PyTuple(), ""), BrineLimits.Default);
            return VinegarReader.Read(ref reader, _default);
        }

        using var connection = Rpyc.ConnectThread(remoteService: new Thrower(Interrupt), remoteConfig: _default with { PropagateKeyboardInterruptLocally = locally });
        var root = connection.Root;
        Assert.That(() => root.fail(), locally ? Throws.TypeOf<ConnectionClosedException>() : Throws.TypeOf<OperationCanceledException>());
        Assert.That(connection.Closed, Is.EqualTo(locally));
    }

    [Test]
    public void Trace_overTwoConnections_showsBothAndTheLocalThrow()
    {
        using var far = Rpyc.ConnectThread(remoteService: new Thrower(() => new OutOfStockException("none left")));
        using var near = Rpyc.ConnectThread(remoteService: new Middle(far));
        var failure = Assert.Catch(() => near.Root.forward())!;
        var text = failure.ToString();
        Assert.That(text, Does.Contain("Remote Traceback (1)").And.Contain("Remote Traceback (2)").And.Contain("exposed_fail").And.Contain("exposed_forward").And.Contain(nameof(Trace_overTwoConnections_showsBothAndTheLocalThrow)));
        Assert.That(Rpyc.RemoteInfo(failure)!.TypeName, Is.EqualTo(typeof(OutOfStockException).FullName));
    }

    public sealed class Middle(Connection far) : Service
    {
        public object? exposed_forward() => far.Root.fail();
    }
}
