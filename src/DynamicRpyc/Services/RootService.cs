namespace DynamicRpyc.Services;

/// <summary>A service that is nothing but its root: any object, also one of another process.</summary>
internal sealed class RootService(object root) : Service
{
    [NotExposed]
    public override object Root => root;
}
