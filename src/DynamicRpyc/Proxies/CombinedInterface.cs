using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace DynamicRpyc.Proxies;

/// <summary>Several interfaces as one that inherits them all, made once a combination. Safe for any thread.</summary>
internal static class CombinedInterface
{
    private const string AttributeName = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    private static readonly ConcurrentDictionary<string, Lazy<Type>> _known = new(StringComparer.Ordinal);

    internal static Type Of(Type[] contracts)
    {
        var distinct = contracts.Distinct().ToArray();
        Type[] needed = [.. distinct.Where(contract => !Array.Exists(distinct, other => other != contract && other.IsAssignableTo(contract)))];
        if (needed.Length == 1)
            return needed[0];
        // The handles tell apart types of one name in different load contexts.
        var key = string.Join('|', needed.Select(static type => type.TypeHandle.Value).Order());
        return _known.GetOrAdd(key, _ => new Lazy<Type>(() => Make(needed))).Value;
    }

    private static Type Make(Type[] contracts)
    {
        var name = string.Join('_', contracts.Select(static contract => contract.Name.Replace('`', '_')));
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"DynamicRpyc.Combined.{name}"), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("main");
        var hidden = contracts.SelectMany(static contract => contract.GetInterfaces().Prepend(contract)).Where(static contract => !contract.IsVisible)
            .SelectMany(AssembliesOf).Distinct().ToArray();
        if (hidden.Length > 0)
            OpenUp(assembly, DefineAttribute(module), hidden);
        var combined = module.DefineType(name, TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        foreach (var contract in contracts)
            combined.AddInterfaceImplementation(contract);
        return combined.CreateType();
    }

    private static IEnumerable<string> AssembliesOf(Type type) =>
        type.GetGenericArguments().SelectMany(AssembliesOf).Append(type.Assembly.GetName().Name!);

    // The runtime knows this attribute by its name alone, wherever it is defined. With it the new assembly may inherit internal interfaces of others.
    private static ConstructorBuilder DefineAttribute(ModuleBuilder module)
    {
        var attribute = module.DefineType(AttributeName, TypeAttributes.Public | TypeAttributes.Class, typeof(Attribute));
        var constructor = attribute.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var body = constructor.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [])!);
        body.Emit(OpCodes.Ret);
        attribute.CreateType();
        return constructor;
    }

    private static void OpenUp(AssemblyBuilder assembly, ConstructorInfo attribute, string[] names)
    {
        foreach (var name in names)
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [name]));
    }
}
