namespace DynamicRpyc.Invocation;

/// <summary>An object that says itself which methods INSPECT lists. Its <see cref="Foundation.IWireNamed"/> name tells apart objects that say different things: peers remember by the name.</summary>
internal interface IInspected
{
    IReadOnlyCollection<string> InspectedNames { get; }
}
