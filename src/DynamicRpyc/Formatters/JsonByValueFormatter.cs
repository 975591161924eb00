using System.Globalization;
using System.Numerics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace DynamicRpyc.Formatters;

/// <summary>
/// Marked objects as JSON. A member's value is of the member's declared type unless a <c>$type</c> names another, and whatever type is met, declared or named, must be
/// allowed by <see cref="TransferTypes"/>. Settings of the process do not reach it. Any thread.
/// </summary>
internal sealed class JsonByValueFormatter : IByValueFormatter
{
    private const int MaxDepth = 128;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonSerializerSettings _settings = new()
    {
        ContractResolver = new AllowedContracts(),
        SerializationBinder = new AllowedNames(),
        TypeNameHandling = TypeNameHandling.Auto,
        MetadataPropertyHandling = MetadataPropertyHandling.Default,
        ReferenceLoopHandling = ReferenceLoopHandling.Error,
        DateParseHandling = DateParseHandling.None,
        DateTimeZoneHandling = DateTimeZoneHandling.RoundtripKind,
        FloatParseHandling = FloatParseHandling.Double,
        Culture = CultureInfo.InvariantCulture,
        MaxDepth = MaxDepth,
        Converters = [new TextConverter()],
    };

    internal static JsonByValueFormatter Instance { get; } = new();

    public string Name => "json";

    public byte[] Serialize(object value)
    {
        var bytes = new MemoryStream();
        using (var writer = new BoundedWriter(new StreamWriter(bytes, _utf8, leaveOpen: true)))
            JsonSerializer.Create(_settings).Serialize(writer, value, value.GetType());
        return bytes.ToArray();
    }

    public object Deserialize(ReadOnlyMemory<byte> data, Type type)
    {
        using var reader = new JsonTextReader(new StringReader(_utf8.GetString(data.Span)));
        var serializer = JsonSerializer.Create(_settings);
        serializer.CheckAdditionalContent = true;
        return serializer.Deserialize(reader, type) ?? throw new JsonSerializationException($"null is no {type}.");
    }

    /// <summary>Lets no type into the graph that is not allowed, and no interface of the runtime's own serialization take part.</summary>
    private sealed class AllowedContracts : DefaultContractResolver
    {
        internal AllowedContracts()
        {
            IgnoreSerializableInterface = true;
            IgnoreSerializableAttribute = true;
        }

        protected override JsonContract CreateContract(Type objectType) => TransferTypes.IsAllowed(objectType)
            ? base.CreateContract(objectType)
            : throw new JsonSerializationException(TransferTypes.Refusal(objectType.ToString()));
    }

    private sealed class AllowedNames : ISerializationBinder
    {
        public Type BindToType(string? assemblyName, string typeName)
        {
            var name = assemblyName is null ? typeName : $"{typeName}, {assemblyName}";
            return LoadedTypes.Find(name) is { } type && TransferTypes.IsAllowed(type) ? type : throw new JsonSerializationException(TransferTypes.Refusal(name));
        }

        public void BindToName(Type serializedType, out string? assemblyName, out string? typeName)
        {
            assemblyName = null;
            typeName = TransferTypes.IsAllowed(serializedType)
                ? TransferNames.Of(serializedType)
                : throw new JsonSerializationException(TransferTypes.Refusal(serializedType.ToString()));
        }
    }

    /// <summary>An object that holds itself through many others must end as an error, not as a stack overflow.</summary>
    private sealed class BoundedWriter(TextWriter text) : JsonTextWriter(text)
    {
        public override void WriteStartObject()
        {
            Check();
            base.WriteStartObject();
        }

        public override void WriteStartArray()
        {
            Check();
            base.WriteStartArray();
        }

        private void Check()
        {
            if (Top >= MaxDepth)
                throw new JsonSerializationException($"The object nests more than {MaxDepth} deep at '{Path}'.");
        }
    }

    /// <summary>The scalars that Newtonsoft.Json does not know, as text.</summary>
    private sealed class TextConverter : JsonConverter
    {
        private static readonly Dictionary<Type, Func<string, object>> _parse = new()
        {
            [typeof(nint)] = Parse<nint>,
            [typeof(nuint)] = Parse<nuint>,
            [typeof(Int128)] = Parse<Int128>,
            [typeof(UInt128)] = Parse<UInt128>,
            [typeof(Half)] = Parse<Half>,
            [typeof(Complex)] = Parse<Complex>,
            [typeof(DateOnly)] = static text => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
            [typeof(TimeOnly)] = static text => TimeOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
        };

        public override bool CanConvert(Type objectType) => _parse.ContainsKey(Nullable.GetUnderlyingType(objectType) ?? objectType);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => writer.WriteValue(value switch
        {
            null => null,
            DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        });

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
        {
            var inner = Nullable.GetUnderlyingType(objectType);
            return reader.Value switch
            {
                null when inner is not null => null,
                string text => _parse[inner ?? objectType](text),
                var other => throw new JsonSerializationException($"{other ?? "null"} is no {objectType}."),
            };
        }

        private static object Parse<T>(string text) where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
    }
}
