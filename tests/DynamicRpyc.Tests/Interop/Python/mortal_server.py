"""A stock RPyC server with a process for each client, so that a test can stop or kill one client's server alone: mortal_server.py"""
import os

import rpyc
from rpyc.utils.server import ForkingServer

from serving import serve


class MortalService(rpyc.Service):
    def exposed_pid(self):
        return os.getpid()


serve(MortalService, ForkingServer)
