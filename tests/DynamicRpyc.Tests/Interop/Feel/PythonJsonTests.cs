using System.Text.Json;
using Newtonsoft.Json;

namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>Serializers, given a Python object that is held as <c>object</c>: its data, bounded, or an error that says what to write.</summary>
internal sealed class PythonJsonTests : PythonFeelFixture
{
    [TestCase("[1, [2.5, {'a': (1, None, True)}], 'x']", """[1,[2.5,{"a":[1,null,true]}],"x"]""")]
    [TestCase("{1: 2, 'b': [{}], True: 3}", """{"1":3,"b":[{}]}""")]
    [TestCase("{'s': {1}, 'f': frozenset([2])}", """{"s":[1],"f":[2]}""")]
    [TestCase("__import__('collections').OrderedDict(a=range(2))", """{"a":[0,1]}""")]
    [TestCase("__import__('decimal').Decimal('1.10')", "1.10")]
    [TestCase("[__import__('datetime').date(2024, 1, 2), __import__('uuid').UUID(int=5)]", """["2024-01-02","00000000-0000-0000-0000-000000000005"]""")]
    [TestCase("[2 ** 80]", "[1208925819614629174706176]")]
    public void Serialize_data_writesIt(string python, string json)
    {
        object value = Conn.eval(python);
        Assert.That(System.Text.Json.JsonSerializer.Serialize(value), Is.EqualTo(json));
        Assert.That(JsonConvert.SerializeObject(value).Replace("1208925819614629174706176.0", "1208925819614629174706176", StringComparison.Ordinal), Is.EqualTo(json));
    }

    [TestCase("object()", "The remote 'builtins.object' cannot be serialized: it is no data but an object with members, each of which is a request. Serialize what is read from it, or a cast of it, as in (List<int>)nr.")]
    [TestCase("[object()]", "The remote 'builtins.list' cannot be serialized: it holds a 'builtins.object', which is no data but an object with members, each of which is a request.")]
    [TestCase("(x for x in [1])", "The remote 'builtins.generator' cannot be serialized: it is no data")]
    [TestCase("__import__('math')", "cannot be serialized: it is no data")]
    [TestCase("(lambda own: own.append(own) or own)([])", "The remote 'builtins.list' cannot be serialized: it holds a 'builtins.list' that holds itself.")]
    [TestCase("{(1, 2): 3}", "The remote 'builtins.dict' cannot be serialized: a key of it, PyTuple, is neither a text nor a number.")]
    [TestCase("[2 ** 200]", "The remote 'builtins.list' holds an integer of more digits than a decimal has; make a text of it there.")]
    [TestCase("__import__('functools').reduce(lambda a, _: [a], range(200), [])", "it nests deeper than 128 levels (RpycLimits.MaxDepth).")]
    public void Serialize_whatIsNoData_saysWhatToWrite_andEnds(string python, string why)
    {
        object value = Conn.eval(python);
        Assert.That(() => System.Text.Json.JsonSerializer.Serialize(value), Throws.TypeOf<NotSupportedException>().With.Message.Contains(why));
        Assert.That(() => JsonConvert.SerializeObject(value), Throws.TypeOf<NotSupportedException>().With.Message.Contains(why));
    }

    [Test]
    public void Serialize_moreThanIsCopied_endsAtTheBound()
    {
        using dynamic conn = Rpyc.Classic.ConnectSubprocess(config: RpycConfig.Classic with { Limits = new RpycLimits { MaxCopiedItems = 10 } });
        object value = conn.eval("[[1] * 9] * 2");
        Assert.That(() => System.Text.Json.JsonSerializer.Serialize(value), Throws.TypeOf<NotSupportedException>().With.Message.Contains("holds more than 10 items in all, the most that are copied at once (RpycLimits.MaxCopiedItems)"));
    }
}
