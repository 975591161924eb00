namespace DynamicRpyc.Invocation;

/// <summary><c>__enter__</c> and <c>__exit__</c>: Python's <c>with</c> on disposable objects; <c>__await__</c>: the end of a task.</summary>
internal static class ScopeSpecials
{
    internal static SpecialMethod[] All { get; } =
    [
        // The peer's runner answers when the task that a call gave ends.
        new("__await__", (0, 0), IsTask, static (target, in _) => target),
        new("__enter__", (0, 0), IsDisposable, static (target, in _) => target),
        new("__exit__", (0, 3), IsDisposable, static (target, in _) => Dispose(target)),
    ];

    /// <summary>Ends a <c>with</c> block: the object's own <c>__exit__</c> if it has one, else dispose. A true result means that the exception is dealt with.</summary>
    internal static object? Exit(object target, object? exceptionType)
    {
        if (MemberTable.OfInstance(target.GetType()).FindMethods("__exit__") is { } own)
            return own.Invoke(target, new CallArguments([exceptionType, null, null]));
        return IsDisposable(MemberTable.OfInstance(target.GetType()))
            ? Dispose(target)
            : throw MissingMember.Unusable(target, "__exit__", "does not exist: the object is not disposable");
    }

    // Never true: disposing deals with no exception. An asynchronous dispose is waited for, because Python would take a pending task for a true value.
    private static object Dispose(object target)
    {
        if (target is IDisposable disposable)
            disposable.Dispose();
        else
            ((IAsyncDisposable)target).DisposeAsync().AsTask().GetAwaiter().GetResult();
        return false;
    }

    private static bool IsTask(MemberTable table) => table.Type.IsAssignableTo(typeof(Task)) || table.Type == typeof(ValueTask)
        || (table.Type.IsGenericType && table.Type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsDisposable(MemberTable table) =>
        table.Type.IsAssignableTo(typeof(IDisposable)) || table.Type.IsAssignableTo(typeof(IAsyncDisposable));
}
