using System.Reflection;
using DynamicRpyc.Messages;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// Calls that give a task instead of waiting: members whose name ends in <c>Async</c>, as in C#, and delegates that return a task. The peer answers when its own task ends, so
/// no thread waits on either side; there is no time-out but what the caller sets (<c>WaitAsync</c>, a token). Safe for any thread.
/// </summary>
internal static class NetrefTasks
{
    private const string Suffix = "Async";
    private const string PythonCoroutine = "builtins.coroutine";

    /// <summary>What to write instead of awaiting something that needs Python's own event loop.</summary>
    private const string RunThere = "run it there: def f(...): return asyncio.run(...), or from here await Rpyc.Async(conn.modules.asyncio.run)(coroutine).";

    private static readonly MethodInfo _toTask = Generic(nameof(ToTask));
    private static readonly MethodInfo _toValueTask = Generic(nameof(ToValueTask));

    internal static bool IsAsyncName(string name) => name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether the type is Task, Task&lt;T&gt;, ValueTask or ValueTask&lt;T&gt;.</summary>
    internal static bool IsTaskLike(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Task<>) || definition == typeof(ValueTask<>)));

    /// <summary><c>nr.NameAsync(...)</c>. A cancellation token among the arguments ends this wait and stays here.</summary>
    internal static Task<object?> CallMember(Netref target, string name, string[]? keywords, object?[] arguments)
    {
        var token = TakeToken(ref arguments, ref keywords);
        return DynamicTask.Of(Begin(Handler.CallAttr, target, name, arguments, keywords, token), token);
    }

    /// <summary><c>nr(...)</c> through a delegate that returns a task.</summary>
    /// <exception cref="InvalidOperationException">It is Python's <c>async def</c>, of which nothing has run.</exception>
    internal static async Task<object?> Call(Netref target, object?[] arguments)
    {
        string[]? keywords = null;
        var token = TakeToken(ref arguments, ref keywords);
        var answer = await Begin(Handler.Call, target, null, arguments, null, token).ConfigureAwait(false);
        return WhyNotRun(answer) is { } why ? throw new InvalidOperationException($"The remote '{target.RemoteTypeName}' was called for a task: {why}") : answer;
    }

    /// <summary><c>nr.NameAsync&lt;T&gt;(...)</c>: the three requests of a generic call, none of them waited for by a thread.</summary>
    internal static Task<object?> CallGeneric(Netref target, string name, Type[] typeArguments, string[]? keywords, object?[] arguments)
    {
        var token = TakeToken(ref arguments, ref keywords);
        return DynamicTask.Of(BeginGeneric(target, name, typeArguments, keywords, arguments, token), token);
    }

    private static async Task<object?> BeginGeneric(Netref target, string name, Type[] typeArguments, string[]? keywords, object?[] arguments, CancellationToken token)
    {
        var member = NetrefOperations.RequireGeneric(target, name, await Begin(Handler.GetAttr, target, name, [], null, token).ConfigureAwait(false));
        var closed = await Begin(Handler.CallAttr, member, "__getitem__", [NetrefOperations.TypeKey(typeArguments)], null, token).ConfigureAwait(false);
        return await Begin(Handler.Call, NetrefOperations.RequireClosed(target, name, closed), null, arguments, keywords, token).ConfigureAwait(false);
    }

    /// <summary>A member call as a task that is not ended by anything but its answer and the connection's end.</summary>
    internal static Task<object?> CallMember(Netref target, string name, params object?[] arguments) =>
        Begin(Handler.CallAttr, target, name, arguments, null, CancellationToken.None);

    /// <summary><c>await nr</c>, where the remote object is a task, such as a property holds one.</summary>
    internal static object Awaiter(Netref target) => Await(target).GetAwaiter();

    /// <exception cref="InvalidOperationException">It is no task; the text says what to write.</exception>
    internal static Task<object?> Await(Netref target)
    {
        if (IsTask(target))
            return CallMember(target, "__await__");
        throw new InvalidOperationException(target.RemoteTypeName == PythonCoroutine
            ? "A Python coroutine is awaited on its own side: await Rpyc.Async(conn.modules.asyncio.run)(coroutine)."
            : $"The remote '{target.RemoteTypeName}' is no task, so it cannot be awaited. A call is awaited where its name ends in 'Async', and any other through Rpyc.Async: await Rpyc.Async(nr.Name)(...).");
    }

    /// <summary>Whether it is a .NET task. Python's awaitables list <c>__await__</c> too, and need an event loop over there.</summary>
    internal static bool IsTask(Netref target) => NetrefOperations.Methods(target) is var listed && listed.Contains("__await__") && listed.Contains("GetAwaiter");

    /// <summary>The task as the task-like type, its result converted.</summary>
    internal static object As(Task<object?> task, Type type)
    {
        if (type.IsAssignableFrom(typeof(Task<object>)))
            return task;
        if (type == typeof(ValueTask))
            return new ValueTask(task);
        var make = type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? _toValueTask : _toTask;
        return make.MakeGenericMethod(type.GetGenericArguments()[0]).Invoke(null, [task])!;
    }

    /// <summary>As <see cref="IsTask"/>, without a thread that waits.</summary>
    internal static async ValueTask<bool> IsTaskAsync(Netref target)
    {
        await NetrefOperations.MethodsAsync(target).ConfigureAwait(false);
        return IsTask(target);
    }

    /// <summary>Why nothing came of an <c>async def</c> of Python, which was called as if it ran by itself; null for any other answer.</summary>
    internal static string? WhyNotRun(object? answer) => answer is Netref { RemoteTypeName: (PythonCoroutine or "builtins.async_generator") and var type }
        ? $"it gave a Python {type["builtins.".Length..]}, which does nothing until an event loop of its own side runs it; {RunThere}"
        : null;

    private static Task<object?> Begin(Handler handler, Netref target, string? name, object?[] arguments, string[]? keywords, CancellationToken token)
    {
        try
        {
            target.ThrowIfReleased();
            var operation = new Operation { Handler = handler, Target = target, Name = name, Arguments = arguments, Keywords = keywords };
            return target.Requester.RequestAsync(operation, null, token);
        }
        catch (Exception failure)
        {
            // As an async method has it: whoever awaits hears of it.
            return failure is OperationCanceledException ? Task.FromCanceled<object?>(token) : Task.FromException<object?>(failure);
        }
    }

    private static CancellationToken TakeToken(ref object?[] arguments, ref string[]? keywords)
    {
        var at = Array.FindLastIndex(arguments, static argument => argument is CancellationToken);
        if (at < 0)
            return CancellationToken.None;
        var token = (CancellationToken)arguments[at]!;
        var positional = arguments.Length - (keywords?.Length ?? 0);
        arguments = [.. arguments[..at], .. arguments[(at + 1)..]];
        if (at >= positional)
            keywords = [.. keywords![..(at - positional)], .. keywords[(at - positional + 1)..]];
        return token;
    }

    private static async Task<T> ToTask<T>(Task<object?> task) => NetrefConversion.Result<T>(await task.ConfigureAwait(false));

    private static ValueTask<T> ToValueTask<T>(Task<object?> task) => new(ToTask<T>(task));

    private static MethodInfo Generic(string name) => typeof(NetrefTasks).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}

/// <summary>A remote task, such as a property holds one, as a local task: <c>Task&lt;int&gt; t = nr.Completion</c>.</summary>
internal sealed class TaskConverter : NetrefConverter
{
    internal override bool Handles(Type type) => NetrefTasks.IsTaskLike(type);

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) == PythonKind.Unknown;

    internal override object Convert(Netref source, Type type) => NetrefTasks.As(NetrefTasks.Await(source), type);
}
