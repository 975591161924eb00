namespace DynamicRpyc;

/// <summary>How the members of an interface are called on the object that acts like it. <see cref="RemoteNameAttribute"/> on a member goes before.</summary>
public enum MemberNaming
{
    /// <summary>As the interface writes them.</summary>
    AsWritten,

    /// <summary>In Python's way: <c>GetTime</c> is <c>get_time</c>, <c>HTTPServer2</c> is <c>http_server2</c>.</summary>
    SnakeCase,
}
