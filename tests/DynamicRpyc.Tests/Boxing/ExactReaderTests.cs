using System.Numerics;
using DynamicRpyc.Boxing;
using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Tests.Boxing;

/// <summary>Whatever a peer puts under the extended labels makes a value or is a <see cref="ProtocolException"/>.</summary>
internal sealed class ExactReaderTests
{
    private static readonly object?[] _contents =
    [
        null, true, -1, 256, 65536, int.MinValue, int.MaxValue, long.MinValue, BigInteger.Pow(2, 200), 1.5, 1e300, double.NaN, "", "x", "../..", "System.Int32", "1.2.3", "1.-2",
        Array.Empty<byte>(), new byte[16], Enumerable.Repeat((byte)255, 16).ToArray(), new byte[17], Ellipsis.Value, NotImplemented.Value, new Complex(1, 2), new PySlice(1, 2, 3),
        PyTuple.Empty, new PyTuple(1), new PyTuple(0, 3), new PyTuple(-1, 0), new PyTuple(long.MaxValue, 1), new PyTuple(0, 60), new PyTuple(long.MaxValue, 100_000), new PyTuple("http://", true), new PyTuple(int.MinValue, int.MaxValue), new PyTuple(1, 1L << 40), new PyTuple(true, false), new PyTuple(BigInteger.Pow(2, 200), 0),
        new PyTuple("x", 1), new PyTuple("System.DayOfWeek", 9, "x"), new PyTuple("System.DayOfWeek", 9, 1L << 40), new PyTuple("System.DayOfWeek", 6, 256), new PyTuple("System.String", 9, 1),
        new PyTuple("System.DayOfWeek", 99, 1), new PyTuple("json", "x"), new PyTuple("json", 1, Array.Empty<byte>()), new PyTuple(1, 2, 3), new PyTuple(null, null, null),
        "System.Diagnostics.Process, System.Diagnostics.Process", "System.Int32*", "System.Int32&", "System.Collections.Generic.List`1[[System.Collections.Generic.List`1]]", "[[[[", "A+", ",", new string('[', 3000),
        "DynamicRpyc.Connection, DynamicRpyc", "System.Span`1[[System.Int32]]", "System.Nullable`1[[System.String]]",
    ];

    private static IEnumerable<int> Kinds() => [.. Enumerable.Range(-1, 34), int.MaxValue];

    /// <summary>A peer of a released version closes the connection over a kind that it does not know: one that is added is sent to those alone that announced it.</summary>
    [Test]
    public void Kinds_beyondThoseOfTheFirstFeature_needOneOfTheirOwn() =>
        Assert.That((Enum.GetValues<ExactKind>().Order().Select(kind => (int)kind).ToArray(), Announcement.ExactValues), Is.EqualTo((Enumerable.Range(1, 30).ToArray(), 1)));

    [TestCaseSource(nameof(Kinds))]
    public void Read_anyContentsOfAnyKind_makesAValueOfThatKindOrIsAProtocolError(int kind)
    {
        foreach (var content in _contents)
            Check(new PyTuple(5, new PyTuple(kind, content)));
        Check(new PyTuple(5, kind));
        Check(new PyTuple(5, new PyTuple(kind)));
        Check(new PyTuple(5, new PyTuple(kind, 1, 2)));
    }

    [Test]
    public void Read_anyTuple_makesATupleOrIsAProtocolError()
    {
        string[] names =
        [
            "System.ValueTuple", "System.ValueTuple`1[[System.Int32]]", "System.ValueTuple`2[[System.Int32],[System.String]]", "System.Tuple`1[[System.Object]]", "System.ValueTuple`2", "System.Int32", "nonsense",
            "System.ValueTuple`1[[System.IO.FileInfo]]", "System.ValueTuple`2[[System.Int32],[System.Nullable`1[[System.Int64]]]]", "", "[",
            "System.ValueTuple`8[[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32]]",
            "System.ValueTuple`8[[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.Int32],[System.ValueTuple`1[[System.Int32]]]]",
        ];
        foreach (var name in names)
        {
            foreach (var count in new[] { 0, 1, 2, 7, 8, 9 })
            {
                Check(new PyTuple(6, new PyTuple(name, new PyTuple([.. Enumerable.Repeat<object?>(new PyTuple(1, 5), count)]))));
                Check(new PyTuple(6, new PyTuple(name, new PyTuple([.. Enumerable.Repeat<object?>(new PyTuple(1, null), count)]))));
                Check(new PyTuple(6, new PyTuple(name, new PyTuple([.. Enumerable.Repeat<object?>(new PyTuple(5, new PyTuple(27, new PyTuple("json", "x", Array.Empty<byte>()))), count)]))));
            }
        }
        foreach (var content in _contents)
            Check(new PyTuple(6, content));
    }

    [Test]
    public void Read_truncatedOrAlteredBytes_areProtocolErrorsAndNothingElse()
    {
        var good = BrineValues.Encode(new PyTuple(6, new PyTuple("System.ValueTuple`3[[System.Decimal],[System.DayOfWeek],[System.DateTime]]", new PyTuple(
            new PyTuple(5, new PyTuple(15, new byte[16])), new PyTuple(5, new PyTuple(26, new PyTuple("System.DayOfWeek", 9, 5))), new PyTuple(5, new PyTuple(18, new PyTuple(5, 1)))))));
        Assert.That(Read(good), Is.EqualTo((0m, DayOfWeek.Friday, new DateTime(5, DateTimeKind.Utc))));
        for (var length = 0; length < good.Length; length++)
        {
            var cut = good[..length];
            Assert.That(() => Read(cut), Throws.TypeOf<ProtocolException>(), $"cut at {length}");
        }
        var random = new Random(20240229);
        for (var i = 0; i < 20_000; i++)
        {
            var bad = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            CheckBytes(bad, Convert.ToHexString(bad));
        }
    }

    [Test]
    public void Discard_extendedValues_givesBackTheReferencesInsideThem()
    {
        var lost = new PyTuple(4, new PyTuple("a.B", 1, 2));
        var bytes = BrineValues.Encode(new PyTuple(6, new PyTuple("System.ValueTuple`2[[System.Object],[System.Object]]", new PyTuple(lost, new PyTuple(5, new PyTuple(15, new byte[16]))))));
        var given = new List<IdPack>();
        var reader = new BrineReader(bytes, new BrineLimits(128));
        Make(true).Discard(ref reader, given.Add);
        Assert.That(reader.AtEnd);
        Assert.That(given, Is.EqualTo(new[] { new IdPack("a.B", 1, 2) }));
    }

    [Test]
    public void Find_evernewClosedTypes_areKeptUpToABound()
    {
        var type = "System.Int32";
        for (var i = 0; i < 20; i++)
            type = $"System.Collections.Generic.List`1[[{type}]]";
        Assert.That(LoadedTypes.Find(type), Is.Not.Null, "a deep one is found");
        Assert.That(LoadedTypes.Find(string.Concat(Enumerable.Repeat("System.Collections.Generic.List`1[[", 65)) + "System.Int32" + new string(']', 130)), Is.Null, "one with more than 64 parts is not");
        Assert.That(LoadedTypes.Find(new string('x', 5000)), Is.Null);
    }

    private static void Check(PyTuple boxed) => CheckBytes(BrineValues.Encode(boxed), boxed.ToString());

    private static void CheckBytes(byte[] bytes, string what)
    {
        foreach (var isRecognised in new[] { true, false })
        {
            try
            {
                Read(bytes, isRecognised);
            }
            catch (ProtocolException)
            {
                // What the peer is told.
            }
            catch (Exception e)
            {
                Assert.Fail($"{what} ended as {e}");
            }
        }
    }

    private static object? Read(byte[] bytes, bool isRecognised = true)
    {
        var reader = new BrineReader(bytes, new BrineLimits(128));
        return Make(isRecognised).Read(ref reader);
    }

    private static Unboxer Make(bool isRecognised)
    {
        var peer = new PeerFeatures { IsDotNet = isRecognised };
        return new Unboxer(new LentTable(new RpycLimits()), new NetrefTable(new NoNetrefs()), new TypeNameCache(10), peer, new ExactReader(RpycConfig.Default));
    }

    private sealed class NoNetrefs : INetrefFactory
    {
        public INetref Create(IdPack id) => new NoNetref { Id = id };
    }

    private sealed class NoNetref : INetref
    {
        public IdPack Id { get; init; }

        public object Owner => this;

        public byte[]? EncodedId { get; set; }

        public int ReceivedCount { get; set; }

        public bool IsReleased { get; set; }

        public bool IsRemoteType => false;

        public string RemoteTypeName => Id.TypeName;

        public bool CanConvertTo(Type type) => false;

        public object ConvertTo(Type type) => throw new InvalidCastException();
    }
}
