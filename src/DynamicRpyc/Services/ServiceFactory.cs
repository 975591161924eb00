using System.Reflection;

namespace DynamicRpyc.Services;

/// <summary>Where the service of a new connection comes from: a fresh instance for each, or one that all share.</summary>
internal static class ServiceFactory
{
    internal static Func<IService> From(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(IService).IsAssignableFrom(type) || type.IsAbstract)
            throw new ArgumentException($"{type.Name} is not a service: derive it from {nameof(Service)}.", nameof(type));
        var constructor = type.GetConstructor(Type.EmptyTypes)
            ?? throw new ArgumentException($"{type.Name} has no public constructor without parameters; give a factory instead: () => new {type.Name}(...).", nameof(type));
        var invoker = ConstructorInvoker.Create(constructor);
        return () => (IService)invoker.Invoke();
    }

    internal static Func<IService> Shared(IService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return () => service;
    }
}
