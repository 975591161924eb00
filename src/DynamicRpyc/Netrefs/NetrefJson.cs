using System.Text.Json;
using System.Text.Json.Serialization;
using NewtonsoftConverter = Newtonsoft.Json.JsonConverter;
using NewtonsoftReader = Newtonsoft.Json.JsonReader;
using NewtonsoftSerializer = Newtonsoft.Json.JsonSerializer;
using NewtonsoftWriter = Newtonsoft.Json.JsonWriter;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What serializers make of a remote object: its <see cref="PlainCopy"/>. Left to themselves System.Text.Json finds no members and writes <c>{}</c>, and Newtonsoft's walks over every member of
/// every object that it reaches, a request each, without an end.
/// </summary>
internal sealed class NetrefJson : JsonConverter<RemoteObject>
{
    internal const string NoReading = "A remote object is not made of JSON: it stands for one of another process. Read the text as data, and pass that.";

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(RemoteObject));

    public override RemoteObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException(NoReading);

    public override void Write(Utf8JsonWriter writer, RemoteObject value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, PlainCopy.Of((Netref)value), options);
}

/// <summary>As <see cref="NetrefJson"/>, for Newtonsoft's.</summary>
internal sealed class NetrefNewtonsoftJson : NewtonsoftConverter
{
    public override bool CanConvert(Type objectType) => objectType.IsAssignableTo(typeof(RemoteObject));

    public override object ReadJson(NewtonsoftReader reader, Type objectType, object? existingValue, NewtonsoftSerializer serializer) => throw new NotSupportedException(NetrefJson.NoReading);

    public override void WriteJson(NewtonsoftWriter writer, object? value, NewtonsoftSerializer serializer) => serializer.Serialize(writer, value is Netref remote ? PlainCopy.Of(remote) : null);
}
