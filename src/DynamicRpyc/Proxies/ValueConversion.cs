using System.Dynamic;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dynamitey;
using DynamicRpyc.Foundation;
using DynamicRpyc.Invocation;
using DynamicRpyc.Values;
using Microsoft.CSharp.RuntimeBinder;

namespace DynamicRpyc.Proxies;

/// <summary>
/// One value as the declared type, in the order of surprise: as an argument from the wire would be, a text as what it spells, by the value's own or user-defined conversions.
/// Numbers are never cut short. Safe for any thread.
/// </summary>
internal static class ValueConversion
{
    private static readonly ConditionalWeakTable<Type, MethodInvoker?> _parsers = [];

    // Those that texts are written for, and that have no IParsable.
    private static readonly Dictionary<Type, Func<string, object>> _spelled = new()
    {
        [typeof(Uri)] = static text => new Uri(text, UriKind.RelativeOrAbsolute),
        [typeof(Version)] = static text => Version.TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is no version, such as 1.2.3."),
    };

    /// <returns>False where there is no way.</returns>
    /// <exception cref="FormatException">A text does not spell such a value.</exception>
    internal static bool TryConvert(object value, Type type, out object? converted)
    {
        if (value is IRemoteObject remote)
        {
            // What cannot be converted says best itself why.
            converted = remote.ConvertTo(type);
            return true;
        }
        if (Conversions.TryConvert(value, type, out converted))
            return true;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (value is string spelled && _spelled.TryGetValue(plain, out var make))
        {
            converted = make(spelled);
            return true;
        }
        if (value is string text && _parsers.GetValue(plain, FindParser) is { } parser)
        {
            converted = Parse(parser, text);
            return true;
        }
        if (value is ITuple && TupleCast.CanConvert(type))
        {
            // What no argument becomes unasked, such as a dictionary of a tuple of pairs.
            converted = ItemConversion.Convert(value, type);
            return true;
        }
        return value is not string && TryOwn(value, value is IDynamicMetaObjectProvider ? type : plain, out converted);
    }

    private static object? Parse(MethodInvoker parser, string text)
    {
        try
        {
            return parser.Invoke(null, text, CultureInfo.InvariantCulture);
        }
        catch (OverflowException overflow)
        {
            throw new FormatException(overflow.Message, overflow);
        }
    }

    /// <summary>Every type that can be parsed has IParsable's Parse, also where it is implemented out of sight.</summary>
    private static MethodInvoker? FindParser(Type type)
    {
        var contract = Array.Find(type.GetInterfaces(), face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>) && face.GetGenericArguments()[0] == type);
        if (contract is null || type.IsEnum)
            return null;
        var map = type.GetInterfaceMap(contract);
        var at = Array.FindIndex(map.InterfaceMethods, static method => method.Name == nameof(IParsable<>.Parse));
        return MethodInvoker.Create(map.TargetMethods[at]);
    }

    /// <summary>A dynamic object's own conversion, such as a JValue's, and user-defined explicit operators.</summary>
    private static bool TryOwn(object value, Type type, out object? converted)
    {
        converted = null;
        if (value is not IDynamicMetaObjectProvider && !HasOperator(value.GetType(), type) && !HasOperator(type, type))
            return false;
        try
        {
            converted = Dynamic.InvokeConvert(value, type, @explicit: true);
            return true;
        }
        catch (Exception failure) when (failure is RuntimeBinderException or InvalidCastException or OverflowException or ArgumentException)
        {
            return false;
        }
    }

    private static bool HasOperator(Type owner, Type result) =>
        Array.Exists(owner.GetMethods(BindingFlags.Public | BindingFlags.Static), method => method.Name is "op_Explicit" or "op_Implicit" && method.ReturnType == result);
}
