using System.Reflection;
using DynamicRpyc.Access;

namespace DynamicRpyc.Invocation;

/// <summary>
/// Collects the members of a <see cref="MemberTable"/>. Public means: public members of the type and its bases, whatever the visibility of the type itself, and the members
/// of public interfaces that it implements out of sight (LINQ iterators, explicit implementations).
/// </summary>
internal static class MemberTableBuilder
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    internal static Dictionary<string, Member> BuildInstance(Type type)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        AddLayer(members, type, type.GetMembers(Instance).OrderByDescending(static member => Depth(member.DeclaringType)));

        // A derived interface comes first: IEnumerator<T>.Current before IEnumerator.Current.
        var contracts = type.GetInterfaces().Where(static contract => contract.IsVisible).OrderByDescending(static contract => contract.GetInterfaces().Length);
        AddLayer(members, type, contracts.SelectMany(static contract => contract.GetMembers(Instance)));
        AddLayer(members, type, type.GetMembers(Static).Where(static member => member is not System.Type));
        return members;
    }

    internal static Dictionary<string, Member> BuildStatic(Type type)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);

        // Object's static Equals would hide what a System.Type answers itself.
        var own = type.GetMembers(Static).Where(member => member is not System.Type && (member.DeclaringType != typeof(object) || type == typeof(object)));
        AddLayer(members, type, own.OrderByDescending(static member => Depth(member.DeclaringType)));
        foreach (var group in type.GetNestedTypes(BindingFlags.Public).GroupBy(TypeNames.Plain))
            members.TryAdd(group.Key, new NestedTypeMember(group.Key, Generics.Nested(type, group.Key, [.. group])));
        return members;
    }

    /// <summary>The methods that are marked for peers, where they share a name with others that are not.</summary>
    internal static Dictionary<string, Member>? BuildParts(Type type, bool ofInstances) => ExposedOverloads.Parts(type, ofInstances ? Instance | Static : Static)?.ToDictionary(
        static part => ExposedOverloads.PartOf(part.Key),
        part => (Member)new MethodMember(new MethodGroup(part.Key, type, Distinct(part.Value.OrderByDescending(static method => Depth(method.DeclaringType))))));

    private static void AddLayer(Dictionary<string, Member> members, Type type, IEnumerable<MemberInfo> layer)
    {
        var fresh = layer.Where(member => !IsAccessor(member) && !members.ContainsKey(member.Name)).GroupBy(static member => member.Name).ToArray();
        foreach (var group in fresh)
        {
            if (Create(type, group.Key, [.. group]) is { } member)
                members.Add(group.Key, member);
        }
    }

    private static Member? Create(Type type, string name, MemberInfo[] named) => named[0] switch
    {
        MethodInfo => new MethodMember(new MethodGroup(name, type, Distinct(named.OfType<MethodInfo>()))),
        PropertyInfo property when property.GetIndexParameters().Length == 0 => new PropertyMember(property),
        PropertyInfo => new IndexerMember(name, type, [.. named.OfType<PropertyInfo>()]),
        FieldInfo field => new FieldMember(field),
        EventInfo handler => new EventMember(handler),
        _ => null,
    };

    // A method hidden or overridden farther down is listed once more by reflection; the first of a signature is the nearest.
    private static IEnumerable<MethodInfo> Distinct(IEnumerable<MethodInfo> methods) => methods.DistinctBy(static method =>
        $"{method.GetGenericArguments().Length}({string.Join(",", method.GetParameters().Select(static parameter => parameter.ParameterType.ToString()))})");

    // get_, set_, add_, remove_ and op_ methods are reached through what they belong to.
    private static bool IsAccessor(MemberInfo member) => member is ConstructorInfo or MethodInfo { IsSpecialName: true } or FieldInfo { IsSpecialName: true };

    private static int Depth(Type? type)
    {
        var depth = 0;
        for (var up = type; up is not null; up = up.BaseType)
            depth++;
        return depth;
    }
}
