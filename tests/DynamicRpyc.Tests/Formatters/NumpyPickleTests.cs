using DynamicRpyc.Formatters;

namespace DynamicRpyc.Tests.Formatters;

/// <summary>What numpy makes of it is tested with numpy, in type_scenes.py.</summary>
internal sealed class NumpyPickleTests
{
    /// <summary>Golden: <c>pickletools.dis</c> of it says ndarray((2,), '&lt;i2', bytearray(b'\x01\x00\xff\xff')).</summary>
    [Test]
    public void Write_anArrayOfNumbers_isOneCallWithItsBytes() =>
        Assert.That(
            Convert.ToHexStringLower(NumpyPickle.Write(new short[] { 1, -1 }, new RpycLimits())),
            Is.EqualTo("8005" + "636e756d70790a6e6461727261790a" + "28" + "284a0200000074" + "58030000003c6932" + "960400000000000000" + "0100ffff" + "7452" + "2e"));

    [Test]
    public void Write_anArrayLargerThanOneValue_saysWhatToDo() =>
        Assert.That(
            () => NumpyPickle.Write(new byte[300], new RpycLimits { MaxFrameLength = 500 }),
            Throws.InvalidOperationException.With.Message.EqualTo("An array of 300 bytes is too large for one value; send it in parts, as in numpy.asarray(a[0:1000000])."));

    [Test]
    public void Write_somethingThatIsNotData_namesItsType() =>
        Assert.That(() => NumpyPickle.Write(new[] { new object() }, new RpycLimits()), Throws.TypeOf<NotSupportedException>().With.Message.StartsWith("A System.Object cannot be pickled"));
}
