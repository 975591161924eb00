using DynamicRpyc.Brine;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Tests.Vinegar;

/// <summary>What a peer may make up.</summary>
internal sealed class VinegarReaderTests
{
    private static readonly PyTuple _name = new("builtins", "KeyError");

    private static IEnumerable<object?> Malformed() =>
    [
        null, 2, 1.0, true, new byte[] { 1 }, PyTuple.Empty, new PyTuple(_name, PyTuple.Empty, PyTuple.Empty), new PyTuple("ab", PyTuple.Empty, PyTuple.Empty, "t"),
        new PyTuple(new PyTuple("a"), PyTuple.Empty, PyTuple.Empty, "t"), new PyTuple(new PyTuple(null, "b"), PyTuple.Empty, PyTuple.Empty, "t"), new PyTuple(_name, "args", PyTuple.Empty, "t"),
        new PyTuple(_name, PyTuple.Empty, "attributes", "t"), new PyTuple(_name, PyTuple.Empty, new PyTuple(5), "t"), new PyTuple(_name, PyTuple.Empty, new PyTuple(new PyTuple(5, 6)), "t"),
        new PyTuple(_name, PyTuple.Empty, new PyTuple(new PyTuple("a", 6, 7)), "t"), new PyTuple(_name, PyTuple.Empty, PyTuple.Empty, null),
    ];

    [TestCaseSource(nameof(Malformed))]
    public void Read_ofAnotherShape_isAProtocolException(object? value)
    {
        var bytes = BrineValues.Encode(value);
        Assert.That(() => Wire.Read(bytes), Throws.TypeOf<ProtocolException>().With.Message.Not.Empty);
    }

    [Test]
    public void Read_of1_isTheEndOfAnIteration() => Assert.That(Wire.Read([0x51]), Is.TypeOf<StopIterationException>());

    [TestCase("System.String")]
    [TestCase("System.Collections.Generic.List`1[[System.Exception]]")]
    [TestCase("System.Exception, System.Private.CoreLib")]
    [TestCase("System.Exception[]")]
    [TestCase("System.OutOfMemoryException")]
    [TestCase("System.StackOverflowException")]
    [TestCase("System.Reflection.ReflectionTypeLoadException")]
    [TestCase("DynamicRpyc.ConnectionClosedException")]
    [TestCase("DynamicRpyc.ProtocolException")]
    [TestCase("DynamicRpyc.Tests.Vinegar.PublicKeyException")]
    [TestCase("Newtonsoft.Json.JsonException")]
    [TestCase("no such type")]
    [TestCase(".")]
    [TestCase("..Exception")]
    [TestCase("System.")]
    [TestCase("")]
    public void Read_ofATypeNotOnTheList_isARemoteException(string type)
    {
        var received = Wire.Read(Wire.Made("m", "C", new PyTuple("text"), "", ("_clr_type", type), ("Message", "text")));
        Assert.That(received, Is.TypeOf<RemoteException>().With.Message.EqualTo("text"));
        Assert.That(((RemoteException)received).RemoteTypeName, Is.EqualTo(type));
    }

    [Test]
    public void Read_ofATypeInAnAssemblyNotLoaded_doesNotLoadIt()
    {
        string[] names = ["System.Data.DataException", "System.Net.Mail.SmtpException", "System.Net.WebException", "System.Xml.Xsl.XsltException"];
        var before = Loaded();
        foreach (var name in names) Wire.Read(Wire.Made("m", "C", PyTuple.Empty, "", ("_clr_type", name), ("Message", "x")));
        Assert.That(Loaded().Except(before).Where(assembly => assembly is "System.Data.Common" or "System.Net.Mail" or "System.Net.Requests" or "System.Private.Xml"), Is.Empty);

        static string?[] Loaded() => [.. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name)];
    }

    [Test]
    public void Read_ofNonsenseInTheKnownAttributes_ignoresIt()
    {
        var received = Wire.Read(Wire.Made("builtins", "OSError", PyTuple.Empty, "",
            ("_clr_type", "System.AggregateException"), ("Message", "several"), ("HResult", "x"), ("Source", 5), ("ParamName", 1.5), ("_clr_inner", new PyTuple(1, "a", PyTuple.Empty))));
        Assert.That(received, Is.TypeOf<AggregateException>().With.Message.EqualTo("several"));

        var python = Wire.Read(Wire.Made("builtins", "FileNotFoundError", new PyTuple(1), "", ("filename", 5), ("errno", "x"), ("strerror", 7), ("errno", 2)));
        Assert.That(python, Is.TypeOf<FileNotFoundException>().With.Message.EqualTo("[Errno x] 7: 5"));
    }

    [Test]
    public void Read_ofMoreThanAnExceptionHolds_keepsTheStart()
    {
        var attributes = Enumerable.Range(0, 5000).Select(i => ($"a{i}", (object?)i)).ToArray();
        var received = Wire.Read(Wire.Made(new string('m', 100_000), "C", new PyTuple("x"), new string('t', 5_000_000), attributes));
        var info = Wire.Info(received);
        Assert.That(info.Attributes, Has.Count.EqualTo(1000));
        Assert.That(info.Trace, Has.Length.LessThan(300_000));
        Assert.That(info.TypeName, Has.Length.LessThan(2000));
    }

    [Test]
    public void Read_ofATraceCutInsideACharacter_staysText()
    {
        var received = Wire.Read(Wire.Made("m", "C", PyTuple.Empty, "a" + new string('\u20ac', 200_000)));
        Assert.That(Wire.Info(received).Trace, Does.Not.Contain("\ufffd"));
    }

    [Test]
    public void Read_ofAnOverriddenText_takesItFromTheTrace()
    {
        var received = Wire.Read(Wire.Made("m", "C", new PyTuple(1, 2), "Traceback (most recent call last):\n  File\nm.C: its own text\nof two lines\n"));
        Assert.That(received.Message, Is.EqualTo("its own text\nof two lines"));
        Assert.That(Wire.Read(Wire.Made("m", "C", new PyTuple(1, 2), "<traceback denied>")).Message, Is.EqualTo("(1, 2)"));
    }
}
