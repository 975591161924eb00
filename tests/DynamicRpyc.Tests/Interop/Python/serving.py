"""What every server script here shares: listen on a free port of the loopback, say READY <port>, serve until standard input closes.

The parent keeps the child's standard input open for as long as it wants the server, so that a parent that dies takes its server along.
"""
import sys
import threading

from rpyc.utils.server import ThreadedServer


def serve(service, server_class=ThreadedServer, port=0, **protocol_config):
    server = server_class(service, hostname="127.0.0.1", port=port, protocol_config=protocol_config)

    def close_with_stdin():
        sys.stdin.buffer.read()
        server.close()

    threading.Thread(target=close_with_stdin, daemon=True).start()
    print("READY", server.port, flush=True)
    server.start()
