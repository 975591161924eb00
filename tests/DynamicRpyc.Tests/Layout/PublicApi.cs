using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace DynamicRpyc.Tests.Layout;

/// <summary>Writes down all that users of an assembly can reach: one line a type, one indented line a member, in a fixed order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Describe(Assembly assembly) => Describe(assembly.GetExportedTypes());

    internal static string Describe(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var bases = type.GetInterfaces().Where(found => found.IsPublic && !InheritedInterface(type, found)).Select(TypeNames.Of).Order(StringComparer.Ordinal);
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) && parent != typeof(MulticastDelegate))
            bases = bases.Prepend(TypeNames.Of(parent)).OrderBy(_ => 0);
        var list = type.IsEnum || typeof(Delegate).IsAssignableFrom(type) ? "" : string.Join(", ", bases);
        return $"{Kind(type)} {type.Namespace}.{TypeNames.Of(type)}{(list.Length == 0 ? "" : " : " + list)}";
    }

    private static bool InheritedInterface(Type type, Type found) =>
        type.BaseType?.GetInterfaces().Contains(found) == true || type.GetInterfaces().Any(other => other != found && other.GetInterfaces().Contains(found));

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct";
        var noun = type.GetMethod("<Clone>$") is null ? "class" : "record";
        return type switch
        {
            { IsAbstract: true, IsSealed: true } => "static " + noun,
            { IsAbstract: true } => "abstract " + noun,
            { IsSealed: true } => "sealed " + noun,
            _ => noun,
        };
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Method(type.GetMethod("Invoke")!)];
        return [
            .. type.GetConstructors(Declared).Where(Reachable).Select(made => $"{Access(made)}new({Parameters(made)})"),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(Reachable)).Select(Property),
            .. type.GetEvents(Declared).Where(found => Reachable(found.AddMethod!)).Select(found => $"{Access(found.AddMethod!)}event {TypeNames.Of(found.EventHandlerType!)} {found.Name}"),
            .. type.GetMethods(Declared).Where(method => Reachable(method) && !Hidden(method)).Select(Method),
        ];
    }

    private static bool Reachable(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && method.DeclaringType is { IsSealed: false });

    /// <summary>Accessors, which their property or event shows, and what the compiler makes for records. Operators are shown.</summary>
    private static bool Hidden(MethodInfo method) =>
        (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)) || method.Name.StartsWith('<') || method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method is { IsStatic: true, IsConstructor: false } ? "static " : "") + Virtual(method);

    private static string Virtual(MethodBase method)
    {
        if (method is not MethodInfo { IsVirtual: true } found || found.DeclaringType!.IsInterface)
            return "";
        if (found.GetBaseDefinition() != found)
            return "override ";
        return found.IsAbstract ? "abstract " : found.IsFinal ? "" : "virtual ";
    }

    private static string Field(FieldInfo field)
    {
        var access = (field.IsPublic ? "" : "protected ") + (field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""));
        return $"{access}{TypeNames.Of(new NullabilityInfoContext().Create(field), IsDynamic(field))} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var shown = property.GetAccessors(true).First(Reachable);
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var accessors = Accessor(property.GetMethod, "get") + Accessor(property.SetMethod, IsInit(property) ? "init" : "set");
        return $"{Access(shown)}{TypeNames.Of(new NullabilityInfoContext().Create(property), IsDynamic(property))} {name} {{ {accessors}}}";
    }

    private static string Accessor(MethodInfo? method, string word) => method is null || !Reachable(method) ? "" : (method.IsPublic ? "" : "protected ") + word + "; ";

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var returned = TypeNames.Of(new NullabilityInfoContext().Create(method.ReturnParameter), IsDynamic(method.ReturnParameter));
        return $"{Access(method)}{returned} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, position) =>
        (position == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameter(parameter)));

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var type = parameter.ParameterType.IsByRef ? TypeNames.Of(parameter.ParameterType) : TypeNames.Of(new NullabilityInfoContext().Create(parameter), IsDynamic(parameter));
        return $"{direction}{type} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}";
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsDynamic(ICustomAttributeProvider place) =>
        place.GetCustomAttributes(typeof(DynamicAttribute), false) is [DynamicAttribute { TransformFlags: [true] }];
}
