using System.Globalization;
using DynamicRpyc.Tests.Access;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Interop;

/// <summary>
/// "With the default configuration none of these is a way out of a service", tried by a real Python client: through its netrefs, and by the requests themselves, spelled as a hostile
/// client would spell them. <c>escape_attempts.py</c> holds the list; none may run a member that is not for peers.
/// </summary>
[Category("Interop")]
internal sealed class EscapeInteropTests
{
    [Test]
    public void PythonClient_tryingEveryWay_getsNowhere()
    {
        using var server = new ThreadedServer(typeof(BackDoors));
        server.StartInBackground();
        var before = BackDoors.Reached;
        var result = PythonPeer.Run("escape_attempts.py", [server.Port.ToString(CultureInfo.InvariantCulture)]).AssertSuccess();
        Assert.That(result.Lines[^1], Does.Match(@"^refused \d\d+ attempts$"));
        Assert.That(BackDoors.Reached, Is.EqualTo(before), "a member ran that is not for peers");
    }
}
