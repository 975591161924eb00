using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamicRpyc.Invocation;

/// <summary>What a task-like result of user code comes to: <c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c>, <c>ValueTask&lt;T&gt;</c>.</summary>
internal static class TaskResult
{
    private static readonly ConditionalWeakTable<Type, Func<object, Task>> _valueTasks = [];
    private static readonly ConditionalWeakTable<Type, Func<Task, object?>> _results = [];

    internal static bool TryGetTask(object? result, out Task task)
    {
        switch (result)
        {
            case Task already:
                task = already;
                return true;
            case ValueTask plain:
                task = plain.AsTask();
                return true;
            case ValueType when result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>):
                task = _valueTasks.GetValue(type, MakeAsTask)(result);
                return true;
            default:
                task = Task.CompletedTask;
                return false;
        }
    }

    /// <summary>The result of an ended task; null where it has none. Throws what the task failed with, itself and not wrapped.</summary>
    internal static object? Get(Task task)
    {
        task.GetAwaiter().GetResult();
        return _results.GetValue(task.GetType(), MakeGetResult)(task);
    }

    private static Func<object, Task> MakeAsTask(Type type)
    {
        var method = MethodInvoker.Create(type.GetMethod(nameof(ValueTask<>.AsTask))!);
        return value => (Task)method.Invoke(value)!;
    }

    private static Func<Task, object?> MakeGetResult(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.IsGenericType || current.GetGenericTypeDefinition() != typeof(Task<>))
                continue;
            // An async method without a result is a Task<VoidTaskResult> underneath.
            if (!current.GetGenericArguments()[0].IsVisible && current.GetGenericArguments()[0].Name == "VoidTaskResult")
                break;
            var getter = MethodInvoker.Create(current.GetProperty(nameof(Task<>.Result))!.GetMethod!);
            return task => getter.Invoke(task);
        }
        return _ => null;
    }
}
