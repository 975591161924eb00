using System.Reflection;

namespace DynamicRpyc.Access;

/// <summary>
/// Members of the framework whose whole purpose is that another side uses them: who passes an <see cref="IProgress{T}"/>, an observer or a token to a peer wants just that. They
/// need no mark.
/// </summary>
internal static class CallbackContracts
{
    private static readonly Dictionary<Type, string[]> _members = new()
    {
        [typeof(IProgress<>)] = [nameof(IProgress<>.Report)],
        [typeof(IObserver<>)] = [nameof(IObserver<>.OnNext), nameof(IObserver<>.OnError), nameof(IObserver<>.OnCompleted)],
        [typeof(CancellationToken)] = [nameof(CancellationToken.IsCancellationRequested), nameof(CancellationToken.CanBeCanceled), nameof(CancellationToken.Register)],
    };

    internal static bool Include(MemberInfo member) => member.DeclaringType is { } declaring
        && _members.TryGetValue(declaring.IsGenericType ? declaring.GetGenericTypeDefinition() : declaring, out var names) && names.Contains(member.Name);
}
