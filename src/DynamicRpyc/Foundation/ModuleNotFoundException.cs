namespace DynamicRpyc;

/// <summary>A module, namespace or assembly could not be imported, here or by the peer. In Python it is a <c>ModuleNotFoundError</c>, an <c>ImportError</c>.</summary>
public sealed class ModuleNotFoundException : Exception
{
    /// <summary>Creates the exception with a text that names the module and where it was looked for.</summary>
    /// <param name="message">The text.</param>
    /// <param name="moduleName">The module that was asked for, where it is known.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ModuleNotFoundException(string message, string? moduleName = null, Exception? innerException = null) : base(message, innerException) => ModuleName = moduleName;

    /// <summary>The module that was asked for; null where only the text is known.</summary>
    public string? ModuleName { get; }
}
