"""A classic server of stock RPyC: classic_server.py [slave|classic]

slave (the default) is what the rpyc_classic program serves. classic also asks the client for a slave of its own when it connects,
and drops a client that has none.
"""
import sys

from rpyc.core.service import ClassicService, SlaveService

from serving import serve

KINDS = {"slave": SlaveService, "classic": ClassicService}

if __name__ == "__main__":
    serve(KINDS[sys.argv[1] if len(sys.argv) > 1 else "slave"])
