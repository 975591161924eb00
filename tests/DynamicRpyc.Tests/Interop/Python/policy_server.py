"""A service of stock RPyC that does what the settings of the other side are about: policy_server.py"""
import sys

import rpyc
from rpyc.utils.helpers import restricted

from serving import serve


class OutOfStockException(Exception):
    """Named as the test program's own class is."""

    def __init__(self, text, article):
        super().__init__(text)
        self.Article = article


OutOfStockException.__module__ = "DynamicRpyc.Tests.Vinegar"


class Guarded:
    def _rpyc_getattr(self, name):
        if name == "open":
            return 1
        raise AttributeError(name)

    def _rpyc_setattr(self, name, value):
        if name != "open":
            raise AttributeError(name)


class Row:
    def __init__(self, *cells):
        self.cells = cells

    def __getitem__(self, index):
        return self.cells[index]


class DataFrame:
    """Named as pandas' own class is, and walked over as it is: by the names of its columns."""

    def __iter__(self):
        return iter(["a", "b"])

    def to_numpy(self):
        return [[1.0, 3.0], [2.0, 4.0]]


DataFrame.__module__ = "pandas.core.frame"


class PolicyService(rpyc.Service):
    ALIASES = ["policy", "other"]

    def exposed_fail(self):
        raise OutOfStockException("none left", 42)

    def exposed_exit(self, code):
        sys.exit(code)

    def exposed_interrupt(self):
        raise KeyboardInterrupt

    def exposed_guarded(self):
        return Guarded()

    def exposed_restricted(self):
        return restricted([3, 1, 2], {"append", "pop"})

    def exposed_list(self):
        return list

    def exposed_ints(self):
        return list[int]

    def exposed_row(self, *cells):
        return Row(*cells)

    def exposed_frame(self):
        return DataFrame()

    def exposed_items(self):
        return [1, "a", 2.5]

    def exposed_call(self, function, *args):
        return function(*args)

    def exposed_type_of_failure(self, function):
        try:
            function()
        except BaseException as e:
            return "%s.%s" % (type(e).__module__, type(e).__name__), str(e)


serve(PolicyService, allow_pickle=len(sys.argv) > 1, include_local_traceback=len(sys.argv) <= 1, include_local_version=len(sys.argv) <= 1,
      propagate_KeyboardInterrupt_locally=False)
