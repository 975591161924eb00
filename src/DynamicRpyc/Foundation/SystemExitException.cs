using DynamicRpyc.Foundation;

namespace DynamicRpyc;

/// <summary>
/// Python's <c>SystemExit</c>: a peer's code asked for the end of the process that called it. Thrown at the caller, unless <see cref="RpycConfig.PropagateSystemExit"/> has it end this
/// process. Thrown here, in code that a Python peer called, it ends that peer's process unless it is caught there.
/// </summary>
public sealed class SystemExitException : Exception, IMapsToPython
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Python's code: null or an int is the exit code, anything else a text printed before the exit with code 1.</param>
    public SystemExitException(object? code = null) : this(code, TextOf(code), null) { }

    internal SystemExitException(object? code, string message, Exception? innerException) : base(message, innerException) => Code = code;

    /// <summary>What was given to <c>sys.exit</c>.</summary>
    public object? Code { get; }

    /// <summary>The exit code that Python makes of <see cref="Code"/>: 0 for None, the number itself, 1 for anything else.</summary>
    public int ExitCode => Code switch
    {
        null => 0,
        int number => number,
        bool flag => flag ? 1 : 0,
        _ => 1,
    };

    string IMapsToPython.PythonTypeName => "SystemExit";

    private static string TextOf(object? code) =>
        code is null or int ? $"The called code asks for the end of the process that called it, with exit code {code ?? 0}." : $"The called code asks for the end of the process that called it: {code}";
}
