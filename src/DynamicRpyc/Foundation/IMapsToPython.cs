namespace DynamicRpyc.Foundation;

/// <summary>An exception of this library that chooses its Python type itself, because its CLR base type would lead to another one.</summary>
internal interface IMapsToPython
{
    /// <summary>The name of an exception class of Python's <c>builtins</c>, such as <c>TypeError</c>.</summary>
    string PythonTypeName { get; }
}
