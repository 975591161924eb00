#!/usr/bin/python3
"""Records what the real RPyC writes for one value of each kind, into brine.txt beside this script.

Run with a Python that has rpyc (Debian: /usr/bin/python3 after apt-get install python3-rpyc):
    /usr/bin/python3 record_brine.py

Each line: name, hex of the bytes, and the value as JSON, separated by tabs. JSON has too few types, so a value is
null, true, false, a string, or {"kind": text or list}; kinds: int and float (text), bytes (hex), complex (two floats),
tuple, frozenset and slice (lists of values), and "singleton". Long repetitions are {"repeat": [value, times]}.
"""
import json
import os

import rpyc
from rpyc.core import brine

MAX_PLAIN = 40


def describe(value):
    if value is None or isinstance(value, bool):
        return value
    if value is NotImplemented or value is Ellipsis:
        return {"singleton": repr(value)}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, complex):
        return {"complex": [repr(value.real), repr(value.imag)]}
    if isinstance(value, str):
        if len(value) > MAX_PLAIN:
            assert value == value[0] * len(value)
            return {"repeat": [value[0], len(value)]}
        return value
    if isinstance(value, bytes):
        if len(value) > MAX_PLAIN:
            assert value == value[:1] * len(value)
            return {"repeat": [{"bytes": value[:1].hex()}, len(value)]}
        return {"bytes": value.hex()}
    if isinstance(value, tuple):
        if len(value) > MAX_PLAIN:
            assert all(item is value[0] for item in value)
            return {"repeat": [{"tuple": [describe(value[0])]}, len(value)]}
        return {"tuple": [describe(item) for item in value]}
    if isinstance(value, frozenset):
        return {"frozenset": [describe(item) for item in value]}
    if isinstance(value, slice):
        return {"slice": [describe(value.start), describe(value.stop), describe(value.step)]}
    raise TypeError(type(value))


def values():
    yield "none", None
    yield "true", True
    yield "false", False
    yield "not-implemented", NotImplemented
    yield "ellipsis", Ellipsis

    for number in (0, 1, -1, -48, -49, 159, 160, -256, 1023, 1024, 2**31 - 1, 2**31, -2**31, -2**31 - 1,
                   10**18 - 1, 10**18, -10**18, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64 - 1, 2**64, 10**100, -10**100):
        yield f"int:{number}" if abs(number) < 10**20 else f"int:{str(number)[:4]}..{len(str(number))}", number
    yield "int:255 characters", 10**254
    yield "int:255 characters, negative", -10**253
    yield "int:256 characters", 10**255
    yield "int:4300 digits", 10**4300 - 1
    yield "int:4300 digits, negative", -(10**4300 - 1)

    for number in (0.0, -0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")):
        yield f"float:{number!r}", number
    yield "complex:0", 0j
    yield "complex:1.5-2j", complex(1.5, -2.0)
    yield "complex:nan inf", complex(float("nan"), float("inf"))

    for length in (0, 1, 2, 3, 4, 5, 255, 256, 70000):
        yield f"bytes:{length}", b"\xff" * length
    yield "bytes:mixed", bytes(range(0, 256, 7))

    for length in (0, 1, 2, 3, 4, 5, 255, 256, 70000):
        yield f"str:{length}", "x" * length
    yield "str:nul", "\0"
    yield "str:latin", "Gr\u00fc\u00dfe"
    yield "str:euro", "\u20ac"
    yield "str:bmp edges", "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff"
    yield "str:astral", "\U0001f600 \U0010ffff"
    yield "str:bom", "\ufeffx"

    for length in (0, 1, 2, 3, 4, 5, 255, 256, 70000):
        yield f"tuple:{length}", (None,) * length
    yield "tuple:mixed", (1, "a", b"b", 2.5, None, True, (2, ("c", ())), 10**30, 3j)
    nested = ()
    for _ in range(100):
        nested = (nested,)
    yield "tuple:nested 101 deep", nested

    yield "slice:none", slice(None, None, None)
    yield "slice:1:2:3", slice(1, 2, 3)
    yield "slice:-1000:None:-1", slice(-1000, None, -1)
    yield "slice:odd parts", slice("a", (1, 2), b"z")

    yield "frozenset:empty", frozenset()
    yield "frozenset:1", frozenset([1])
    yield "frozenset:none", frozenset([None])
    yield "frozenset:str", frozenset(["a"])
    yield "frozenset:bytes", frozenset([b"a"])
    yield "frozenset:tuple", frozenset([(1, 2)])
    yield "frozenset:nested", frozenset([frozenset([7])])
    yield "frozenset:several", frozenset([1, 2, 1000, "b", None, 2.5])

    # The shapes that messages are made of.
    yield "message:5.x request", (1, 0, (3, (2, ())))
    yield "message:callattr", (1, 17, (8, (2, ((3, ("builtins.list", 140234567890123, 140234567890456)), (1, "append"), (1, (5,)), (1, ())))))
    yield "registry:register", ("RPYC", "REGISTER", (("CALCULATOR",), 18861))


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "brine.txt")
    with open(path, "w", encoding="utf-8", newline="\n") as output:
        output.write(f"# recorded by record_brine.py from rpyc {rpyc.__version__}\n")
        for name, value in values():
            data = brine.dump(value)
            if value == value and "nan" not in name:
                assert brine.load(data) == value, name
            if len(data) > 20000:  # one repeated unit: the head tells all
                head = data[:5] if data[0] != 0x08 else data[:6]
                unit = data[len(head):][:1]
                assert data == head + unit * 70000
                text = f"{head.hex()}+{unit.hex()}*70000"
            else:
                text = data.hex()
            output.write(f"{name}\t{text}\t{json.dumps(describe(value))}\n")


main()
