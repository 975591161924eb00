using DynamicRpyc.Foundation;
using DynamicRpyc.Values;

namespace DynamicRpyc.Netrefs;

/// <summary>A cast to what the type of a .NET object converts to by operators of its own: <c>(string)element</c>, <c>(DateTime)attribute</c>. Safe for any thread.</summary>
internal static class ConversionOperators
{
    private const string Name = "op_Explicit";

    /// <summary>Whether the cast is one of these; asks for the methods of the type, once, and where it has such operators for the conversion.</summary>
    /// <param name="source">What is cast.</param>
    /// <param name="type">To what.</param>
    /// <param name="converter">What casts it otherwise; null where nothing does.</param>
    /// <param name="converted">The value.</param>
    internal static bool TryConvert(Netref source, Type type, NetrefConverter? converter, out object? converted)
    {
        converted = null;
        var asked = type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!source.Requester.IsDotNet || source.Id.IsType || converter is not (null or TextConverter or TruthConverter or NumberConverter or EnumConverter or ScalarKinConverter or TupleConverter)
            || !Invocation.ConversionOperators.IsValue(type) || !FrameworkTypes.Include(type) || !NetrefOperations.Methods(source).Contains(Name))
        {
            return false;
        }
        var answer = NetrefOperations.CallMember1(source, Name, null, type);
        if (answer is NotImplemented)
            return false;
        converted = NetrefConversion.Result(answer, asked);
        return true;
    }
}
