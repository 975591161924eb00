"""The load's service on stock RPyC: prints READY <port>, ends with its standard input."""
import os
import sys
import threading

import rpyc
from rpyc.utils.server import ThreadedServer


class LoadService(rpyc.Service):
    def exposed_add(self, a, b):
        return a + b

    def exposed_echo(self, value):
        return value

    def exposed_numbers(self, count):
        return iter(range(count))


server = ThreadedServer(LoadService, hostname="127.0.0.1", port=0, backlog=1024)
print("READY %d" % server.port, flush=True)
threading.Thread(target=server.start, daemon=True).start()
sys.stdin.read()
os._exit(0)
