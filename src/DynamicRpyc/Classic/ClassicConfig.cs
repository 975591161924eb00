namespace DynamicRpyc.Classic;

/// <summary>What a full slave needs of its connection.</summary>
internal static class ClassicConfig
{
    internal static RpycConfig Of(RpycConfig config) => config with
    {
        AllowAllAttributes = true,
        AllowExposedAttributes = false,
        AllowGetAttribute = true,
        AllowSetAttribute = true,
        AllowDeleteAttribute = true,
        AllowPickle = true,
        InstantiateCustomExceptions = true,
        ImportCustomExceptions = true,
        InstantiateOldStyleExceptions = true,
    };
}
