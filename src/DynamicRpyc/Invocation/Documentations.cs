using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace DynamicRpyc.Invocation;

/// <summary>
/// What Python calls docstrings: signatures from reflection, and words from the XML file that compilers write beside an assembly, where it lies there. The file is read when first
/// asked for and kept as long as the assembly. Safe for any thread.
/// </summary>
internal static class Documentations
{
    private const int LongestSummary = 200;
    private const int LongestOfType = 1500;

    private static readonly ConditionalWeakTable<Assembly, Lazy<XmlDocs>> _files = [];

    /// <summary>Whether <see cref="Summary"/> of this object's methods reads no file any more.</summary>
    internal static bool AreRead(object target) => FileOf(target as Type ?? target.GetType()).IsValueCreated;

    /// <summary>All overloads as they would be declared, each with what is said of it.</summary>
    internal static string Of(MethodGroup group) => string.Join("\n", group.Methods.Select(static method => Describe(method)));

    internal static string Of(EventInfo info)
    {
        var signature = $"{(info.AddMethod?.IsStatic == true ? "static " : "")}event {TypeNames.Display(info.EventHandlerType!)} {info.Name}";
        return FileOf(info.DeclaringType!).Value.Find(DocIds.Of(info)) is { } words ? signature + words.ToText() : signature;
    }

    /// <summary>What is said of the type, and how to make one. What this library makes for itself has nothing to say to others.</summary>
    internal static string? Of(Type type)
    {
        if (type is { IsVisible: false } && type.Assembly == typeof(Documentations).Assembly)
            return null;
        var text = new StringBuilder(FileOf(type).Value.Find(DocIds.Of(type))?.Summary);
        var constructors = type.IsAbstract || type.IsSubclassOf(typeof(Delegate)) ? [] : type.GetConstructors();
        foreach (var constructor in constructors.Where(Overload.IsUsable))
            text.Append(text.Length == 0 ? "" : "\n").Append(Describe(constructor));
        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>
    /// What INSPECT says of a method, which Python's help shows. A peer asks once for a type: its methods come with all that is known. It may ask for each object: their methods
    /// come with the first sentence, or null where nothing is written.
    /// </summary>
    internal static string? Summary(object target, string name)
    {
        if (target is Type)
            return ClrOperations.TableOf(target).FindMethods(name) is { } methods ? Cut(Of(methods), LongestOfType) : null;
        if (ClrOperations.TableOf(target).FindMethods(name)?.Methods.Select(SummaryOf).FirstOrDefault(static text => text.Length > 0) is not { } summary)
            return null;
        var end = summary.AsSpan().IndexOfAny('\n', '.');
        var sentence = end < 0 ? summary : summary[..(summary[end] == '.' ? end + 1 : end)];
        return Cut(sentence, LongestSummary);
    }

    private static string SummaryOf(MethodBase method) => FileOf(method.DeclaringType!).Value is { IsEmpty: false } file ? file.Find(DocIds.Of(method))?.Summary ?? "" : "";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "...";

    private static string Describe(MethodBase method)
    {
        var signature = method is MethodInfo { IsGenericMethodDefinition: true } generic
            ? $"{TypeNames.Display(generic.ReturnType)} {GenericInference.Display(generic)}"
            : new Overload(method).Signature;
        return FileOf(method.DeclaringType!).Value.Find(DocIds.Of(method)) is { } words ? signature + words.ToText() : signature;
    }

    private static Lazy<XmlDocs> FileOf(Type type) =>
        _files.GetValue(type.Assembly, static assembly => new Lazy<XmlDocs>(() => assembly.IsDynamic || assembly.Location.Length == 0
            ? XmlDocs.None
            : XmlDocs.Read(Path.ChangeExtension(assembly.Location, ".xml"))));
}
