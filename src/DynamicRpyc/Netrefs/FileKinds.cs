namespace DynamicRpyc.Netrefs;

/// <summary>What the name of a remote type says about file objects: Python's own and .NET's. Nothing is known of all other types.</summary>
internal static class FileKinds
{
    internal static bool IsText(string typeName) => typeName is "_io.TextIOWrapper" or "_io.StringIO"
        || (IsClr(typeName) && (typeName.EndsWith("Reader", StringComparison.Ordinal) || typeName.EndsWith("Writer", StringComparison.Ordinal)));

    internal static bool IsBinary(string typeName) => typeName is "_io.BufferedReader" or "_io.BufferedWriter" or "_io.BufferedRandom" or "_io.BytesIO" or "_io.FileIO"
        || (IsClr(typeName) && typeName.EndsWith("Stream", StringComparison.Ordinal));

    /// <summary>Whether an object of the type may be a file object at all.</summary>
    internal static bool IsPossible(string typeName) => PythonKinds.Of(typeName) == PythonKind.Unknown;

    private static bool IsClr(string typeName) => typeName.StartsWith("System.IO.", StringComparison.Ordinal);
}
