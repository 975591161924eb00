using System.Reflection;
using System.Runtime.CompilerServices;
using DynamicRpyc.Boxing;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Event arguments of a .NET peer as a copy of the very same type, for handlers that are declared with it: <c>EventArgs.Empty</c>, and types that are made of what they show, such as
/// <c>PropertyChangedEventArgs</c>. One request for each property. Other types stay where they are: what a handler would set in a copy would not come back. Safe for any thread.
/// </summary>
internal sealed class EventArgsConverter : NetrefConverter
{
    private static readonly ConditionalWeakTable<Type, ConstructorInfo?> _makers = [];

    internal override bool Handles(Type type) => type.IsAssignableTo(typeof(EventArgs)) && type is { IsAbstract: false, ContainsGenericParameters: false };

    internal override bool IsPossibleFor(string remoteTypeName) => false;

    internal override bool IsPossibleFor(string remoteTypeName, Type type) => remoteTypeName == WireType.Of(type).Name && (type == typeof(EventArgs) || MakerOf(type) is not null);

    internal override object Convert(Netref source, Type type)
    {
        if (!IsSame(source, type) || (type != typeof(EventArgs) && MakerOf(type) is null))
            throw Refuse(source, type, WhyNot(source, type) + ".");
        if (type == typeof(EventArgs))
            return EventArgs.Empty;
        var maker = MakerOf(type)!;
        var properties = PropertiesOf(type);
        var values = Array.ConvertAll(maker.GetParameters(), parameter =>
            NetrefConversion.Result(NetrefOperations.GetAttribute(source, properties.First(property => Shows(property, parameter)).Name), parameter.ParameterType));
        return maker.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null);
    }

    /// <summary>Why the arguments are not copied, and what to write.</summary>
    internal static string WhyNot(Netref source, Type type)
    {
        var why = !IsSame(source, type)
            ? "only event arguments of the very type are copied"
            : Array.Find(PropertiesOf(type), IsSettable) is { } settable
                ? $"what a handler sets as {settable.Name} of a copy would not come back"
                : "no public constructor takes all that it shows";
        return $"{why}; take it as object or dynamic";
    }

    private static bool IsSame(Netref source, Type type) => source.Requester.IsDotNet && !source.Id.IsType && source.RemoteTypeName == WireType.Of(type).Name;

    private static ConstructorInfo? MakerOf(Type type) => _makers.GetValue(type, static type =>
    {
        var properties = PropertiesOf(type);
        return Array.Exists(properties, IsSettable)
            ? null
            : Array.Find(type.GetConstructors(), made => made.GetParameters() is var taken && taken.Length == properties.Length
                && Array.TrueForAll(taken, parameter => Array.Exists(properties, property => Shows(property, parameter)))
                && Array.TrueForAll(properties, property => Array.Exists(taken, parameter => Shows(property, parameter))));
    });

    private static PropertyInfo[] PropertiesOf(Type type) => Array.FindAll(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), static property => property.GetIndexParameters().Length == 0);

    private static bool Shows(PropertyInfo property, ParameterInfo parameter) =>
        property.CanRead && property.PropertyType == parameter.ParameterType && string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSettable(PropertyInfo property) => property.SetMethod is { IsPublic: true };
}
