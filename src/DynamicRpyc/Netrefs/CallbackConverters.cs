using DynamicRpyc.Foundation;

namespace DynamicRpyc.Netrefs;

/// <summary><see cref="IProgress{T}"/> and <see cref="IObserver{T}"/>: objects that have the methods, under C#'s or Python's names, and for progress any callable.</summary>
internal sealed class CallbackConverter : NetrefConverter
{
    internal override bool Handles(Type type) =>
        type.IsGenericType && !type.ContainsGenericParameters && (type.GetGenericTypeDefinition() == typeof(IProgress<>) || type.GetGenericTypeDefinition() == typeof(IObserver<>));

    internal override bool IsPossibleFor(string remoteTypeName) => PythonKinds.Of(remoteTypeName) is PythonKind.Unknown or PythonKind.Function;

    internal override object Convert(Netref source, Type type)
    {
        var isProgress = type.GetGenericTypeDefinition() == typeof(IProgress<>);
        var first = isProgress ? RemoteProgress.NameOf(source) : RemoteNames.Find(source, "OnNext", "on_next");
        if (first is null)
            throw Refuse(source, type, isProgress ? "it has neither Report nor report, and cannot be called." : "it has neither OnNext nor on_next.");
        var adapter = isProgress ? typeof(RemoteProgress<>) : typeof(RemoteObserver<>);
        return Activator.CreateInstance(adapter.MakeGenericType(type.GetGenericArguments()[0]), source, first)!;
    }
}

/// <summary>Which of several names of a method a remote object goes by.</summary>
internal static class RemoteNames
{
    internal static string? Find(Netref source, params string[] names)
    {
        var listed = NetrefOperations.Methods(source);
        return Array.Find(names, name => NetrefMembers.Contains(listed, source, name));
    }
}

/// <summary>How a remote object is told of progress.</summary>
internal static class RemoteProgress
{
    internal const string Call = "__call__";

    internal static string? NameOf(Netref source) => PythonKinds.IsFunction(source.RemoteTypeName) ? Call : RemoteNames.Find(source, "Report", "report", Call);
}

/// <summary>A remote listener to progress. Each report is a request that is waited for, so that none overtakes another. Safe for any thread.</summary>
internal sealed class RemoteProgress<T>(Netref source, string name) : IProgress<T>, IStandIn
{
    object IStandIn.Original => source;

    public void Report(T value)
    {
        if (name == RemoteProgress.Call)
            NetrefOperations.Call1(source, null, value);
        else
            PythonRefusal.Call(source, name, value);
    }
}

/// <summary>A remote observer. Each notification is a request that is waited for, so that none overtakes another. As safe for several threads as the remote object.</summary>
internal sealed class RemoteObserver<T>(Netref source, string onNext) : IObserver<T>, IStandIn
{
    object IStandIn.Original => source;

    public void OnNext(T value) => PythonRefusal.Call(source, onNext, value);

    public void OnError(Exception error) => PythonRefusal.Call(source, onNext == "OnNext" ? "OnError" : "on_error", error);

    public void OnCompleted() => PythonRefusal.Call(source, onNext == "OnNext" ? "OnCompleted" : "on_completed");
}
