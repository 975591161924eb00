using DynamicRpyc.Access;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>
/// How a peer's request acts on a local object: the front of this folder. Callers have asked <see cref="AccessPolicy"/> before; nothing here refuses for reasons of policy
/// except where a call reaches a value that no name stands for. Exceptions of user code come through as thrown. Safe for any thread; no lock is held while user code runs.
/// </summary>
internal static class ClrOperations
{
    /// <summary>A property, field, constant, event, nested type, method, special name or made-up member; of a <see cref="Type"/>, the static ones.</summary>
    /// <exception cref="MissingMemberException">There is no such public member, or it cannot be read.</exception>
    internal static object? GetMember(object target, string name, IExtensionMethods? extensions = null)
    {
        var table = TableOf(target);
        if (ComesFirst(table) && DynamicTargets.TryGet(target, table.Kind, name, out var made))
            return made;
        if (FindMember(target, table, name) is { } member)
            return GetOwn(target, name, member, extensions);
        if (SpecialAttributes.TryGet(target, name, out var attribute))
            return attribute;
        if (SpecialMethods.Find(target, name) is { } special)
            return new BoundSpecial(target, special);
        if (table.Kind == TargetKind.DynamicObject && DynamicTargets.TryGet(target, table.Kind, name, out made))
            return made;
        return extensions?.Find(target, name) ?? throw MissingMember.On(target, name, KnownNames(target));
    }

    /// <summary>Assigns a property, field or made-up member, converting the value. An event's own token may be assigned back to it.</summary>
    /// <exception cref="MissingMemberException">There is no such public member, or it is read-only.</exception>
    /// <exception cref="BindException">The value does not fit.</exception>
    internal static void SetMember(object target, string name, object? value)
    {
        var table = TableOf(target);
        if (FindMember(target, table, name) is { } member && table.Kind != TargetKind.Expando)
            member.Set(target, value);
        else if (!DynamicTargets.TrySet(target, table.Kind, name, value))
            throw MissingMember.On(target, name, KnownNames(target));
    }

    /// <summary>Whether the assignment is the end of <c>x.Changed += h</c>, which the access policy should treat as a get.</summary>
    internal static bool IsEventAssignment(object target, string name, object? value) => value is EventToken token && token.IsOf(target, name);

    /// <summary>Deletes a member of an object that can lose some: ExpandoObject, string-keyed dictionaries, DynamicObject.</summary>
    /// <exception cref="MissingMemberException">There is no such member, or the object's members are fixed.</exception>
    internal static void DeleteMember(object target, string name)
    {
        var table = TableOf(target);
        if (DynamicTargets.TryDelete(target, table.Kind, name))
            return;
        if (FindMember(target, table, name) is not null)
            throw MissingMember.Unusable(target, name, "cannot be deleted: the members of a CLR object are fixed");
        throw MissingMember.On(target, name, KnownNames(target));
    }

    /// <summary>Calls a delegate, method, type (its constructor) or an object with <c>__call__</c> or Invoke.</summary>
    /// <exception cref="BindException">The object is not callable, or the arguments fit no overload.</exception>
    internal static object? Call(object target, in CallArguments arguments)
    {
        switch (target)
        {
            case ICallable callable:
                return callable.Invoke(arguments);
            case Type type:
                return Generics.Construct(type, arguments);
            case OpenGeneric open:
                throw new BindException($"{open.Name} is an open generic type: close it first, as in {Generics.Example(open.Definitions[0])}(...)");
        }

        var table = MemberTable.OfInstance(target.GetType());
        if (CallMethod(table) is { } method)
            return target is Delegate function && !arguments.Names.IsEmpty ? DelegateNames.Invoke(function, arguments) : method.Invoke(target, arguments);
        return DynamicTargets.TryCall(target, table.Kind, arguments, out var result)
            ? result
            : throw new BindException($"{MissingMember.Owner(target)} is not callable");
    }

    /// <summary>Gets a member and calls it: the hot path, one lookup and no <see cref="BoundMethod"/>.</summary>
    /// <param name="target">The object.</param>
    /// <param name="name">The member, as <see cref="AccessPolicy.Resolve"/> returned it.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="policy">Where the member turns out to be a value rather than a method, whether that value may be called; null lets every call through.</param>
    /// <param name="extensions">What is looked through where the object has no such member; null for nothing.</param>
    /// <returns>The result; NotImplemented for a binary operator or comparison that the object lacks.</returns>
    internal static object? CallMember(object target, string name, in CallArguments arguments, AccessPolicy? policy = null, IExtensionMethods? extensions = null)
    {
        var table = TableOf(target);
        if (table.Kind == TargetKind.Plain)
        {
            switch (FindMember(target, table, name))
            {
                case MethodMember when target is Delegate function && name == "Invoke" && !arguments.Names.IsEmpty:
                    return DelegateNames.Invoke(function, arguments);
                case MethodMember method:
                    return CallMethod(target, method.Group, arguments, extensions);
                case { } member:
                    var value = member.Get(target);
                    return value is ValueType && extensions?.Find(target, name) is ICallable extension ? extension.Invoke(arguments) : CallValue(value, target, name, arguments, policy);
            }
        }

        if (ComesFirst(table) && DynamicTargets.TryGet(target, table.Kind, name, out var made))
            return CallValue(made, target, name, arguments, policy);
        if (table.Kind != TargetKind.Plain && FindMember(target, table, name) is { } own)
            return CallValue(own.Get(target), target, name, arguments, policy);
        if (SpecialMethods.Find(target, name) is { } special)
            return special.Invoke(target, policy is { ShowsConversions: true } ? arguments with { ByAllConversions = true } : arguments);
        if (table.Kind == TargetKind.DynamicObject && DynamicTargets.TryCallMember(target, name, arguments, out var result))
            return result;
        if (OperatorSpecials.IsBinary(name))
            return NotImplemented.Value;
        return CallValue(GetMember(target, name, extensions), target, name, arguments, policy);
    }

    /// <summary>One of <c>__eq__ __ne__ __lt__ __le__ __gt__ __ge__</c>.</summary>
    /// <returns>A bool, or NotImplemented where the two cannot be compared so.</returns>
    internal static object? Compare(object target, object? other, string op, bool byAllConversions = false) => Comparison.Compare(target, other, op, byAllConversions);

    internal static long Hash(object target) => target is Enum value ? (long)(ulong)(EnumValues.Number(value) & ulong.MaxValue) : target.GetHashCode();

    internal static string Repr(object target) => Inspection.Repr(target);

    internal static string Str(object target) => Inspection.Str(target);

    internal static IReadOnlyList<string> Dir(object target, IExtensionMethods? extensions = null) => Inspection.Dir(target, extensions);

    internal static IReadOnlyList<(string Name, string? Doc)> Inspect(object target) => Inspection.Inspect(target);

    /// <summary>BUFFITER: up to <paramref name="count"/> further items, at least one unless the end is reached; the batch is bounded, so fewer than asked for is not the end.</summary>
    internal static object?[] TakeFromIterator(object iterator, int count) => IterationSpecials.Take(iterator, count);

    /// <summary>CTXEXIT: the object's own <c>__exit__</c>, or dispose.</summary>
    /// <returns>True where the object dealt with the exception.</returns>
    internal static object? ContextExit(object target, object? exceptionTypeOrNull) => ScopeSpecials.Exit(target, exceptionTypeOrNull);

    internal static MemberTable TableOf(object target) => target is Type type ? MemberTable.OfStatic(type) : MemberTable.OfInstance(target.GetType());

    /// <summary>The names to list: of a type its static members and nested types. What every <see cref="Type"/> has can be used too, as Python's classes have more than they list.</summary>
    internal static IEnumerable<string> ListedNames(object target) => target is Type ? MemberTable.OfStatic((Type)target).Names : KnownNames(target);

    /// <summary>Every name that is not special.</summary>
    internal static IEnumerable<string> KnownNames(object target)
    {
        var table = TableOf(target);
        return target is ICallable or OpenGeneric or ICustomMembers
            ? DynamicTargets.NamesOf(target, table.Kind)
            : table.Names.Concat(DynamicTargets.NamesOf(target, table.Kind)).Concat(target is Type ? MemberTable.OfInstance(typeof(Type)).Names : []);
    }

    /// <summary>Whether instances of the type can be called.</summary>
    internal static bool IsCallable(MemberTable table) => CallMethod(table) is not null;

    // As in C#, extension methods are looked for where none of the object's own methods takes the arguments: array.Reverse() is LINQ's. To ask before is too dear for each call.
    private static object? CallMethod(object target, MethodGroup own, in CallArguments arguments, IExtensionMethods? extensions)
    {
        try
        {
            return own.Invoke(target, arguments);
        }
        catch (BindException) when (FittingExtension(target, own, arguments, extensions) is not null)
        {
            return FittingExtension(target, own, arguments, extensions)!.Invoke(arguments);
        }
    }

    private static ICallable? FittingExtension(object target, MethodGroup own, in CallArguments arguments, IExtensionMethods? extensions) =>
        extensions?.Find(target, own.Name) is { } extension && !own.Fits(arguments) && extension.Fits(arguments) ? extension : null;

    // What yield return and LINQ make are sequences to everyone: the Count that such an object has for itself would hide the one that is meant.
    private static object? GetOwn(object target, string name, Member member, IExtensionMethods? extensions) => member switch
    {
        MethodMember method when extensions?.Find(target, name) is { } extension => new BoundMethod(target, method.Group, extension),
        PropertyMember when (target is System.Collections.IEnumerator || CollectionTypes.Implements(target.GetType(), typeof(IGrouping<,>))) && !target.GetType().IsVisible && extensions?.Find(target, name) is { } extension => extension,
        _ => member.Get(target),
    };

    // A Type shows its static members first, and behind them what every System.Type has.
    private static Member? FindMember(object target, MemberTable table, string name)
    {
        if (table.Find(name) is { } member)
            return target is Type { ContainsGenericParameters: true } open && member is not NestedTypeMember
                ? throw new BindException($"{TypeNames.Display(open)} is an open generic type: close it first, as in {Generics.Example(open)}.{name}")
                : member;
        return target is Type ? MemberTable.OfInstance(typeof(Type)).Find(name) : null;
    }

    // The names that an object makes up come before those of its class, except for DynamicObject, where C# has it the other way round.
    private static bool ComesFirst(MemberTable table) => table.Kind is TargetKind.Custom or TargetKind.Expando or TargetKind.OtherDynamic;

    private static MethodGroup? CallMethod(MemberTable table) => table.FindMethods("__call__") ?? table.FindMethods("Invoke");

    private static object? CallValue(object? value, object target, string name, in CallArguments arguments, AccessPolicy? policy)
    {
        if (value is null)
            throw new BindException($"'{name}' of {MissingMember.Owner(target)} is null and cannot be called");
        policy?.RequireCallable(value);
        return Call(value, arguments);
    }
}
