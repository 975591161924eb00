namespace DynamicRpyc.Invocation;

/// <summary>Enum types as Python's Enum classes are used: iterated over, and indexed by name. <c>Colour(2)</c> and <c>Colour("Red")</c> convert.</summary>
internal static class EnumTypes
{
    internal static bool IsEnumType(object target) => target is Type { IsEnum: true };

    internal static ClrIterator Iterate(object target) => new(Enum.GetValues((Type)target).GetEnumerator());

    internal static int Count(Type type) => Enum.GetNames(type).Length;

    /// <exception cref="KeyNotFoundException">The enum has no such name.</exception>
    internal static object Get(Type type, object? name) => name is string text && Array.IndexOf(Enum.GetNames(type), text) >= 0
        ? Enum.Parse(type, text)
        : throw new KeyNotFoundException($"{TypeNames.Display(type)} has no {TypeNames.Describe(name)}; there is {string.Join(", ", Enum.GetNames(type))}");
}
