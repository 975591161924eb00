using System.Text.Json;
using Newtonsoft.Json;

namespace DynamicRpyc.Tests.Feel;

/// <summary>Serializers, given a remote object: the data that it holds, and nothing of an object that is no data.</summary>
internal sealed class CSharpJsonTests : WorkshopFixture
{
    [Test]
    public void Serialize_aRemoteCollection_writesWhatItHolds()
    {
        foreach (var (value, json) in new (object, string)[]
        {
            (Types.Holdings.Numbers(), "[1,2,3]"), (Types.Holdings.Map(), """{"a":1,"b":2}"""), (Types.Holdings.Triple(), "[1,2,3]"), (new { Items = (object)Types.Holdings.Numbers() }, """{"Items":[1,2,3]}"""),
            (Types.Boxes.Jagged(1, 1), "[[0],[0]]"), (new List<object> { Types.Holdings.Map() }, """[{"a":1,"b":2}]"""),
        })
        {
            Assert.That(System.Text.Json.JsonSerializer.Serialize(value), Is.EqualTo(json));
            Assert.That(JsonConvert.SerializeObject(value), Is.EqualTo(json));
        }
        Assert.That((string)System.Text.Json.JsonSerializer.Serialize(Types.Holdings.Numbers()), Is.EqualTo("[1,2,3]"), "as dynamic");
        Assert.That(System.Text.Json.JsonSerializer.Serialize((RemoteObject)Types.Holdings.Numbers()), Is.EqualTo("[1,2,3]"));
    }

    /// <summary>Its members are requests, which nobody asked for.</summary>
    [Test]
    public void Serialize_anObject_saysWhatToWrite()
    {
        const string why = "The remote 'DynamicRpyc.Tests.Feel.Workshop' cannot be serialized: it is no data but an object with members, each of which is a request. "
            + "Serialize what is read from it, or a cast of it, as in (List<int>)nr.";
        object shop = Shop;
        Assert.That(() => System.Text.Json.JsonSerializer.Serialize(shop), Throws.TypeOf<NotSupportedException>().With.Message.StartsWith(why));
        Assert.That(() => JsonConvert.SerializeObject(shop), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(why));
        Assert.That(() => JsonConvert.DeserializeObject<RemoteObject>("{}"), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "A remote object is not made of JSON: it stands for one of another process. Read the text as data, and pass that."));
        Assert.That(() => System.Text.Json.JsonSerializer.Deserialize<RemoteObject>("{}"), Throws.TypeOf<NotSupportedException>());
    }
}
