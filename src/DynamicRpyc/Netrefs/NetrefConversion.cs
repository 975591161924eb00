using System.Collections;
using System.Runtime.CompilerServices;
using DynamicRpyc.Invocation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>One family of CLR types that remote objects convert to.</summary>
internal abstract class NetrefConverter
{
    /// <summary>Whether the type is of the family. A local answer.</summary>
    internal abstract bool Handles(Type type);

    /// <exception cref="InvalidCastException">The remote object lacks what the conversion needs.</exception>
    internal abstract object Convert(Netref source, Type type);

    /// <summary>Whether an argument may be converted unasked to fit a parameter. Every object has a text and a truth; taking those for the object is up to the caller.</summary>
    internal virtual bool IsImplicitFor(Type type) => true;

    /// <summary>Whether an object of this remote type may be of the family, as far as its name tells.</summary>
    internal virtual bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) is PythonKind.Unknown || PythonKinds.IsContainer(remoteTypeName);

    /// <inheritdoc cref="IsPossibleFor(string)" />
    internal virtual bool IsPossibleFor(string remoteTypeName, Type type) => IsPossibleFor(remoteTypeName);

    /// <summary>Whether the type is what objects of this kind are made for, so that overloads which take it are preferred.</summary>
    internal virtual bool IsNaturalFor(string remoteTypeName, Type type) => false;

    /// <summary>Whether nothing here tells that a remote object is of the family: an overload that takes any object is then the better one.</summary>
    internal virtual bool IsGuessFor(string remoteTypeName) => false;

    /// <summary>The special method without which an object is none of the family.</summary>
    internal virtual string? Needs => null;

    internal static InvalidCastException Refuse(Netref source, Type type, string why) =>
        new($"The remote '{source.RemoteTypeName}' cannot become a {type}: {why}");
}

/// <summary>The table of conversions from netrefs, and the one way for results of any kind. Safe for any thread.</summary>
internal static class NetrefConversion
{
    private static readonly NetrefConverter[] _converters =
    [
        new TextConverter(), new TruthConverter(), new NumberConverter(), new EnumConverter(), new DelegateConverter(), new SequenceConverter(),
        new StreamConverter(), new TextReaderConverter(), new TextWriterConverter(), new CallbackConverter(), new TokenConverter(), new ExceptionConverter(), new EventArgsConverter(),
        new LiveCollectionConverter(), new DisposableConverter(), new AsyncSequenceConverter(), new CollectionConverter(), new GridConverter(), new DictionaryConverter(), new TupleConverter(),
        new TaskConverter(), new AsyncDisposableConverter(), .. ScalarKinConverter.All, new InterfaceConverter(),
    ];

    private static readonly ConditionalWeakTable<Type, NetrefConverter?> _known = [];

    /// <summary>Whether a parameter of the type takes the netref as an argument, by conversion where needed. A local answer.</summary>
    internal static bool CanConvert(Netref source, Type type) =>
        type.IsAssignableFrom(typeof(Netref))
        || (Find(type) is { } converter && converter.IsImplicitFor(Nullable.GetUnderlyingType(type) ?? type) && (source.Id.IsType || converter.IsPossibleFor(source.RemoteTypeName, type)));

    /// <summary>Whether, of the types that take it, this is one that objects of its kind are made for. A local answer.</summary>
    internal static bool IsNatural(Netref source, Type type) => !source.Id.IsType
        && Find(type) is { } converter && (converter.IsNaturalFor(source.RemoteTypeName, Nullable.GetUnderlyingType(type) ?? type) || IsOfThatVeryType(source, type));

    /// <summary>Whether the remote object is, by its type's name, of the very type: an <c>int[]</c> of a .NET peer for a parameter <c>int[]</c>.</summary>
    private static bool IsOfThatVeryType(Netref source, Type type) => source.Requester.IsDotNet && source.RemoteTypeName == Boxing.WireType.Of(type).Name;

    /// <summary>Why no remote object fits a parameter of the type, where there is more to say.</summary>
    internal static string? WhyNot(Netref source, Type type)
    {
        if (type == typeof(Delegate) || type == typeof(MulticastDelegate))
            return "it does not say what the function takes; write a delegate type around it, as in System.Func[System.Object, System.Object](...)";
        if (NetrefDelegates.IsConcrete(type))
            return NetrefDelegates.Objection(type);
        if (Find(type) is EventArgsConverter)
            return EventArgsConverter.WhyNot(source, type);
        return ScalarKinConverter.Advice(source.RemoteTypeName, Nullable.GetUnderlyingType(type) ?? type);
    }

    /// <summary>
    /// Whether a conversion to the type would be a guess; see <see cref="NetrefConverter.IsGuessFor"/>. Of a class that is not known by its name the peer is asked, once, what it can do:
    /// an object that cannot be walked over is written by <c>WriteLine(object)</c>, not by <c>WriteLine(char[])</c>.
    /// </summary>
    internal static bool IsGuess(Netref source, Type type) => Find(type) is { } converter
        && (converter.IsGuessFor(source.RemoteTypeName) || CollectionShape.Of(type) is { IsOwn: true } || DictionaryShape.Of(type) is { IsOwn: true }
            || (converter.Needs is { } special && PythonKinds.Of(source.RemoteTypeName) == PythonKind.Unknown && !NetrefOperations.Methods(source).Contains(special)));

    /// <summary>What carries the conversion to the type out; null where there is no way.</summary>
    internal static NetrefConverter? ConverterTo(Type type) => Find(type);

    /// <summary>Whether a remote object becomes the interface by acting like it, member by member.</summary>
    internal static bool ActsLike(Type type) => Find(type) is InterfaceConverter;

    /// <exception cref="InvalidCastException">There is no way; the text names both types.</exception>
    internal static object Convert(Netref source, Type type) => Convert(source, type, isCast: false);

    private static object Convert(Netref source, Type type, bool isCast)
    {
        if (type.IsAssignableFrom(typeof(Netref)))
            return source;
        source.ThrowIfReleased();
        var converter = Find(type);
        if (ConversionOperators.TryConvert(source, type, converter, out var converted))
            return converted!;
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (converter is not null)
            return isCast && converter is NumberConverter number ? number.Cast(source, target) : converter.Convert(source, target);
        if (isCast && target == typeof(char) && NumberConverter.TryCastToChar(source) is { } character)
            return character;
        throw new InvalidCastException(
            $"The remote '{source.RemoteTypeName}' cannot become a {type}: {Instead(type)}.");
    }

    private static string Instead(Type type)
    {
        if (type.IsAssignableTo(typeof(Exception)))
            return "cast it to Exception, which gives the type that it would be caught as";
        return type.IsAssignableTo(typeof(Delegate))
            ? "cast it to a delegate type that says what it takes, such as Func<object, object>"
            : "no conversion leads there; read its members through dynamic, or convert what they return";
    }

    /// <summary>As <see cref="Convert(Netref, Type)"/>, for a cast of a dynamic expression: what the items of a sequence are is as open there as they are.</summary>
    internal static object ConvertForUser(Netref source, Type type) => Convert(source, type, isCast: true) switch
    {
        IEnumerable<object?> items when type == typeof(IEnumerable) || type == typeof(IEnumerable<object>) => Surfaced.Items(items),
        IAsyncEnumerable<object?> items when type == typeof(IAsyncEnumerable<object>) => Surfaced.Items(items),
        var converted => converted,
    };

    /// <summary>A result or an item as the type that a delegate, a typed sequence or a copy asks for.</summary>
    /// <exception cref="InvalidCastException">There is no way; the text names both types.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    internal static object? Result(object? value, Type type)
    {
        if (value is Netref netref)
            return Convert(netref, type);
        try
        {
            // Where there is no way, the stricter conversion names the reason: a number too large, or types that do not meet.
            return Conversions.TryConvert(value, type, out var result) ? result : ItemConversion.Convert(value, type);
        }
        catch (BindException inside)
        {
            throw new InvalidCastException($"{TypeNames.Describe(value)} cannot become a {type}: {inside.Message}", inside);
        }
    }

    internal static T Result<T>(object? value) => value is T fitting ? fitting : (T)Result(value, typeof(T))!;

    private static NetrefConverter? Find(Type type) => _known.TryGetValue(type, out var known) ? known : _known.GetValue(type, Search);

    private static NetrefConverter? Search(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Array.Find(_converters, converter => converter.Handles(type));
    }
}
