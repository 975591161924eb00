#!/usr/bin/python3
"""Records how the real RPyC dumps one exception of each kind, into vinegar.txt beside this script.

Run with a Python that has rpyc (Debian: /usr/bin/python3 after apt-get install python3-rpyc):
    /usr/bin/python3 record_vinegar.py

Each line: name, hex of the bytes, and as JSON what Python says about the exception (class, str), separated by tabs.
The exceptions are raised, not just made, so that they hold what they really hold.
"""
import json
import os
import socket
import subprocess
import sys

import rpyc
from rpyc.core import brine, vinegar

HERE = os.path.dirname(os.path.abspath(__file__))


class CustomError(Exception):
    def __init__(self, code, where):
        super().__init__(code, where)
        self.code = code
        self.where = where

    def __str__(self):
        return f"code {self.code} at {self.where}"


class PlainError(Exception):
    pass


def refused():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
    s.close()
    socket.create_connection(("127.0.0.1", port))


def raises(exc):
    raise exc


def recurse():
    return recurse()


def chained():
    try:
        {}["inner"]
    except KeyError as e:
        raise ValueError("outer") from e


def forwarded():
    """As a process in the middle has it: loaded from one peer, raised again for another."""
    try:
        raise LookupError("upstream")
    except LookupError:
        dumped = vinegar.dump(*sys.exc_info(), include_local_traceback=True, include_local_version=True)
    raise vinegar.load(dumped, False, False, False)


CASES = {
    "key": lambda: {}["absent"],
    "key-int": lambda: {}[7],
    "index": lambda: [][3],
    "value": lambda: int("x"),
    "value-without-arguments": lambda: raises(ValueError()),
    "value-of-two-arguments": lambda: raises(ValueError("a", 1)),
    "value-of-object-argument": lambda: raises(ValueError(object)),
    "type": lambda: 1 + "x",
    "attribute": lambda: object().absent,
    "zero": lambda: 1 // 0,
    "overflow": lambda: 1e308 ** 2,
    "floating": lambda: raises(FloatingPointError("f")),
    "not-implemented": lambda: raises(NotImplementedError("later")),
    "recursion": recurse,
    "eof": lambda: raises(EOFError("end")),
    "timeout": lambda: raises(TimeoutError("late")),
    "file": lambda: open("/nowhere/at/all"),
    "directory": lambda: open("/"),
    "exists": lambda: os.mkdir("/"),
    "permission": lambda: raises(PermissionError(13, "Permission denied", "/root/x")),
    "os-two-names": lambda: os.rename("/nowhere", "/nowhere/else"),
    "os-plain": lambda: raises(OSError("just text")),
    "refused": refused,
    "broken-pipe": lambda: raises(BrokenPipeError(32, "Broken pipe")),
    "module": lambda: __import__("nosuchmodule"),
    "import": lambda: exec("from os import nosuchname"),
    "decode": lambda: b"ok\xff".decode("utf-8"),
    "encode": lambda: "a\u20ac".encode("ascii"),
    "syntax": lambda: compile("1 +", "file.py", "exec"),
    "keyboard": lambda: raises(KeyboardInterrupt()),
    "memory": lambda: raises(MemoryError("much")),
    "runtime": lambda: raises(RuntimeError("boom")),
    "assertion": lambda: raises(AssertionError()),
    "exit": lambda: sys.exit(3),
    "called-process": lambda: subprocess.run(["false"], check=True),
    "custom": lambda: raises(CustomError(5, "there")),
    "custom-plain": lambda: raises(PlainError("sad")),
    "stop": lambda: next(iter(())),
    "stop-value": lambda: raises(StopIteration(3)),
    "unicode-text": lambda: raises(ValueError("\u20ac \U0001f600")),
    "chained": chained,
    "forwarded": forwarded,
}


def record(name, case, trace=True, version=True):
    try:
        case()
    except BaseException:
        typ, val, tb = sys.exc_info()
    dumped = vinegar.dump(typ, val, tb, include_local_traceback=trace, include_local_version=version)
    if isinstance(dumped, tuple):
        # The recording should not depend on where this script lay.
        dumped = (*dumped[:3], dumped[3].replace(HERE + os.sep, ""))
    text = str(val).split("\n\n========= Remote Traceback")[0]
    about = {"class": f"{typ.__module__}.{typ.__name__}", "str": text}
    return f"{name}\t{brine.dump(dumped).hex()}\t{json.dumps(about)}\n"


if __name__ == "__main__":
    sys.setrecursionlimit(200)
    lines = [record(name, case) for name, case in CASES.items()]
    lines.append(record("denied", CASES["key"], trace=False, version=False))
    lines.append(f"text\t{brine.dump('an old string exception').hex()}\t{json.dumps({'class': 'str', 'str': 'an old string exception'})}\n")
    with open(os.path.join(HERE, "vinegar.txt"), "w", encoding="utf-8") as f:
        f.write(f"# recorded by record_vinegar.py from rpyc {rpyc.__version__}\n")
        f.writelines(lines)
