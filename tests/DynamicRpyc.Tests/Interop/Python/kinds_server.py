"""A service of stock RPyC that tells what its arguments are on this side, and how many pings came: kinds_server.py"""
import rpyc
from rpyc.core import consts
from rpyc.core.protocol import Connection

from serving import serve


class WatchedConnection(Connection):
    """Counts the requests of each kind; otherwise as it is."""

    def _dispatch_request(self, seq, raw_args):
        self.__dict__.setdefault("handlers", []).append(raw_args[0])
        return super()._dispatch_request(seq, raw_args)


class KindsService(rpyc.Service):
    _protocol = WatchedConnection

    def on_connect(self, conn):
        self.conn = conn

    def exposed_kinds(self, *values):
        return tuple(("netref of " if isinstance(value, rpyc.BaseNetref) else "") + type(value).__name__ for value in values)

    def exposed_echo(self, value):
        return value

    def exposed_pings(self):
        return self.conn.__dict__["handlers"].count(consts.HANDLE_PING)


if __name__ == "__main__":
    serve(KindsService)
