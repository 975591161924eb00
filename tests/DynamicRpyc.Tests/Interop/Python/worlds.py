"""The two ways in which Python reaches the same C# objects: through a classic slave, and through a service that shows what it marks."""
import rpyc


class World:
    """shop, bell(), door(), vector(x, y): the same objects, however reached. In classic mode also the namespaces."""
    def __init__(self, conn, shop, bell, door, vector):
        self.conn, self.shop, self.bell, self.door, self.vector = conn, shop, bell, door, vector
        conn._config["sync_request_timeout"] = 20


def world(kind, host, port):
    if kind == "classic":
        conn = rpyc.classic.connect(host, int(port))
        own = conn.modules["DynamicRpyc.Tests.Interop.Clients"]
        return World(conn, own.Workshop(), own.Bell, own.Door, own.Vector)
    conn = rpyc.connect(host, int(port))
    root = conn.root
    return World(conn, root.shop, root.bell, root.door, root.vector)
