"""Loads vinegars with the real RPyC, raises each, and prints one line of JSON for each about what was caught.

Argument: a file of lines "name, tab, hex of the bytes".
"""
import json
import sys

from rpyc.core import brine, vinegar


def caught(data):
    loaded = vinegar.load(brine.load(data), False, False, False)
    try:
        raise loaded
    except BaseException as e:
        return e


for line in open(sys.argv[1], encoding="utf-8"):
    name, text = line.split()
    exc = caught(bytes.fromhex(text))
    print(json.dumps({
        "name": name,
        "bases": [c.__name__ for c in type(exc).__mro__ if c.__module__ in ("builtins", "rpyc.core.vinegar")],
        "class": type(exc).__name__,
        "args": [str(a) for a in exc.args],
        "errno": getattr(exc, "errno", None),
        "filename": getattr(exc, "filename", None),
        "str": str(exc),
    }))
