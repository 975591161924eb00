using System.Dynamic;
using System.Linq.Expressions;

namespace DynamicRpyc.Netrefs;

/// <summary>
/// What <c>nr.NameAsync(...)</c> gives: a task like any other, which as <c>dynamic</c> also converts to every task-like type, its result converted too:
/// <c>Task&lt;int&gt; sum = nr.AddAsync(1, 2)</c>. Safe for any thread.
/// </summary>
/// <remarks>It is under way from the start, on a scheduler that runs it when its answer is there; all that it then does is to take that answer over.</remarks>
internal sealed class DynamicTask : Task<object?>, IDynamicMetaObjectProvider
{
    private readonly Task<object?> _answer;

    private DynamicTask(Task<object?> answer, CancellationToken cancellationToken)
        : base(static answer => Values.Surfaced.Of(((Task<object?>)answer!).GetAwaiter().GetResult()), answer, cancellationToken, TaskCreationOptions.HideScheduler)
    {
        _answer = answer;
        CancellationToken = cancellationToken;
    }

    /// <summary>What may cancel it.</summary>
    internal CancellationToken CancellationToken { get; }

    /// <param name="answer">The request's own task.</param>
    /// <param name="cancellationToken">What may cancel it.</param>
    internal static DynamicTask Of(Task<object?> answer, CancellationToken cancellationToken)
    {
        var task = new DynamicTask(answer, cancellationToken);
        try
        {
            task.Start(WhenAnswered.Scheduler);
        }
        catch (InvalidOperationException) when (task.IsCanceled)
        {
            // The token was faster, and the task has come to its end without being started.
        }
        return task;
    }

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new TaskMetaObject(parameter, this, static task => (DynamicTask)task);

    private sealed class WhenAnswered : TaskScheduler
    {
        internal static WhenAnswered Scheduler { get; } = new();

        protected override void QueueTask(Task task)
        {
            var answer = ((DynamicTask)task)._answer;
            if (answer.IsCompleted)
                TryExecuteTask(task);
            else
                answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => TryExecuteTask(task));
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => ((DynamicTask)task)._answer.IsCompleted && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}

/// <summary>What stands for a task as <c>dynamic</c>: adds the conversions to task-like types and to asynchronous sequences, and leaves all else to the C# binder.</summary>
internal sealed class TaskMetaObject(Expression expression, object value, Func<object, Task<object?>> task)
    : DynamicMetaObject(expression, BindingRestrictions.GetTypeRestriction(expression, value.GetType()), value)
{
    public override DynamicMetaObject BindConvert(ConvertBinder binder)
    {
        var isSequence = AwaitedSequence.Handles(binder.Type);
        if (binder.Type.IsAssignableFrom(LimitType) || !(isSequence || NetrefTasks.IsTaskLike(binder.Type)))
            return base.BindConvert(binder);
        Func<Task<object?>, Type, object> convert = isSequence ? AwaitedSequence.Of : NetrefTasks.As;
        var converted = Expression.Call(convert.Method, Expression.Invoke(Expression.Constant(task), Expression.Convert(Expression, typeof(object))), Expression.Constant(binder.Type, typeof(Type)));
        return new DynamicMetaObject(Expression.Convert(converted, binder.Type), Restrictions);
    }
}
