using DynamicRpyc.Foundation;

namespace DynamicRpyc.Invocation;

/// <summary>Arguments that fit no overload, or more than one equally well; a value that fits no member. The text lists every candidate with the reason. In Python a TypeError.</summary>
internal sealed class BindException : ArgumentException, IMapsToPython
{
    internal BindException(string message) : base(message) { }

    internal BindException(string message, Exception? innerException) : base(message, innerException) { }

    public string PythonTypeName => "TypeError";
}
