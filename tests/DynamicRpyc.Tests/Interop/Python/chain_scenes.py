"""Everything that a stock client can look at, as text: chain_scenes.py HOST PORT service|classic

Prints one line for each scene and judges nothing. Run against a Python server directly and through a process in the middle, it must print the same.
"""
import collections.abc
import inspect
import re
import sys
import threading
import time

import rpyc
from rpyc.core.netref import BaseNetref


def shown(value):
    """A value as far as the client can see it, without what differs from run to run."""
    if isinstance(value, BaseNetref):
        return "netref %s %s" % (type(value).__name__, object.__getattribute__(value, "____id_pack__")[0])
    if isinstance(value, tuple):
        return "(%s)" % ", ".join(shown(item) for item in value)
    return re.sub(r"0x[0-9a-f]+|\d{9,}", "ID", repr(value))


def failure(error):
    """Type, bases, arguments, attributes and the remote trace of an exception."""
    trace = getattr(error, "_remote_tb", None)
    trace = re.sub(r"0x[0-9a-f]+|\d{9,}", "ID", trace).strip().splitlines() if trace else []
    own = {name: shown(value) for name, value in vars(error).items() if name != "_remote_tb"}
    return "%s.%s %r %s %s trace of %d lines: %s" % (
        type(error).__module__, type(error).__name__, [c.__name__ for c in type(error).__mro__], shown(error.args), sorted(own.items()), len(trace), " | ".join(trace))


def scene(name, function):
    try:
        result = shown(function())
    except BaseException as error:
        result = "raised " + failure(error)
    print("%s: %s" % (name, result), flush=True)


def assigned(target, name, value):
    setattr(target, name, value)
    return getattr(target, name)


def deleted(target, name):
    delattr(target, name)


def methods_of(netref):
    return sorted(name for name in dir(type(netref)) if name not in ("__methods__",))


class Local:
    """An object of the client's, lent through the chain."""

    def __init__(self, value):
        self.value = value

    def exposed_double(self):
        return self.value * 2

    def exposed_fail(self):
        raise IndexError("the client's own")

    def __len__(self):
        return self.value

    def __iter__(self):
        return iter(range(self.value))

    def __getitem__(self, index):
        return index * 10

    def __call__(self, x, y=1):
        return (self.value, x, y)

    def __eq__(self, other):
        return isinstance(other, int) and other == self.value

    def __hash__(self):
        return 77

    def __str__(self):
        return "Local %d" % self.value


def common(conn):
    scene("closed", lambda: conn.closed)
    scene("ping", lambda: conn.ping())
    scene("root", lambda: conn.root)
    scene("root is kept", lambda: conn.root is conn.root)
    scene("str of root", lambda: str(conn.root))
    scene("doc of root", lambda: conn.root.__doc__)


def service(conn):
    root = conn.root
    common(conn)
    scene("dir of root", lambda: tuple(dir(root)))
    scene("names", lambda: (root.get_service_name(), root.get_service_aliases(), root.exposed_get_service_name()))
    scene("missing", lambda: root.no_such)
    scene("hidden", lambda: root._conn)
    scene("secret", lambda: root.secret())
    scene("class by name", lambda: root.__class__)
    scene("dict", lambda: root.__dict__["x"])
    scene("set", lambda: assigned(root, "exposed_pi", 3))
    scene("delete", lambda: deleted(root, "exposed_pi"))
    scene("pi", lambda: (root.pi, root.exposed_pi))
    scene("hasattr", lambda: (hasattr(root, "add"), hasattr(root, "nothing"), hasattr(root, "secret")))
    scene("method", lambda: root.add)
    scene("method repr", lambda: repr(root.add))
    scene("method signature", lambda: str(inspect.signature(root.add)))
    scene("call", lambda: (root.add(1, 2), root.add("a", "b"), root.add(b"a", b"b"), root.add((1,), (2,)), root.add(0.5, 1), root.add(2 ** 70, 1)))
    scene("keywords", lambda: root.kwargs(1, (2, [3]), a=4, b=None, **{"odd name": 5}))
    scene("defaults", lambda: root.default(1, c=5))
    scene("wrong arguments", lambda: root.default())
    scene("unknown keyword", lambda: root.default(1, d=2))
    scene("values", lambda: root.values())
    scene("echo of values", lambda: root.echo(root.values()) == root.values())
    scene("big", lambda: root.big(2000))
    scene("megabyte", lambda: root.echo(b"\x00\x01" * 500000) == b"\x00\x01" * 500000)
    scene("text", lambda: root.text(2000) == "\u00fcx\u20ac\U0001f40d" * 2000)
    # collections
    for name, make in (("list", lambda: root.make_list(5)), ("dict", root.make_dict), ("generator", lambda: root.generate(6)), ("nested", root.nested)):
        scene(name, make)
        scene(name + " class", lambda: make().__class__)
        scene(name + " instance checks", lambda: tuple(isinstance(make(), t) for t in (list, dict, object, collections.abc.Iterable, collections.abc.Mapping, BaseNetref)))
        scene(name + " str", lambda: str(make()))
        scene(name + " dir", lambda: tuple(dir(make())))
        scene(name + " truth", lambda: bool(make()))
        scene(name + " items", lambda: tuple(make()))
        scene(name + " methods", lambda: tuple(methods_of(make())))
    numbers = root.make_list(5)
    scene("list ops", lambda: (numbers[1], numbers[-1], len(numbers), 3 in numbers, numbers[1:3], numbers + [9], numbers == [0, 1, 2, 3, 4], numbers != [0], numbers < [9]))
    scene("list index error", lambda: numbers[99])
    scene("list append", lambda: numbers.append(1))
    scene("list set", lambda: numbers.__setitem__(0, 1))
    scene("list hash", lambda: hash(numbers))
    scene("buffered", lambda: tuple(rpyc.buffiter(root.generate(37), chunk=3)))
    generator = root.generate(2)
    scene("next", lambda: (next(generator), next(generator)))
    scene("end of iteration", lambda: next(generator))
    scene("unpacked", lambda: max(*root.make_list(4)))
    # objects
    counter, other = root.counter(3), root.counter(4)
    scene("object", lambda: counter)
    scene("object texts", lambda: (str(counter), repr(counter), "%s" % counter, "{}".format(counter)))
    scene("object methods", lambda: tuple(methods_of(counter)))
    scene("object dir", lambda: tuple(dir(counter)))
    scene("object ops", lambda: (len(counter), counter[1], 2 in counter, tuple(counter), counter(5), counter < other, counter == other, counter > other, hash(counter)))
    scene("object sum", lambda: (counter + other, str(counter + 1)))
    scene("object slice", lambda: counter[0:2])
    scene("object not comparable", lambda: counter <= other)
    scene("object missing operator", lambda: counter * 2)
    scene("object bad index", lambda: counter[99])
    scene("object attribute", lambda: (counter.name, counter.exposed_name))
    scene("object hidden attribute", lambda: counter.value)
    scene("object there and back", lambda: root.echo(counter) is counter)
    scene("object in a tuple", lambda: root.echo((counter, (other, 1)))[1][0] is other)
    scene("object kept", lambda: (root.keep(counter), root.kept(0) is counter, root.forget()))
    kind = root.counter_type()
    scene("type", lambda: kind)
    scene("type of type", lambda: type(kind))
    scene("type instance check", lambda: (isinstance(counter, kind), isinstance(numbers, kind)))
    scene("type not mine", lambda: isinstance(1, kind))
    scene("type call", lambda: kind(5))
    scene("type repr", lambda: repr(kind))
    scene("type dir", lambda: tuple(dir(kind)))

    def entered():
        with root.counter(2) as inside:
            return str(inside)

    def thrown(error):
        with root.counter(2):
            raise error
    scene("context", entered)
    scene("context thrown", lambda: thrown(ValueError("inside")))
    # failures
    for name in ("KeyError", "ValueError", "TypeError", "AttributeError", "IndexError", "OverflowError", "StopIteration", "NotImplementedError", "EOFError",
                 "RuntimeError", "SystemExit", "LookupError", "UnicodeError", "TimeoutError", "MemoryError", "AssertionError", "GeneratorExit", "BufferError"):
        scene("raised " + name, lambda: root.raise_by_name(name, "message of " + name))
    scene("raised key error", lambda: root.raise_key_error("\u00fc"))
    scene("raised os error", root.raise_os_error)
    scene("raised custom", root.raise_custom)
    scene("raised in an object", counter.fail)
    scene("division", lambda: root.div(1, 0))
    # the other way
    local = Local(6)
    scene("callback", lambda: root.call_back(lambda x: x + 1, 41))
    scene("callback of a bound method", lambda: root.call_back(local.exposed_double.__call__, 1))
    scene("callback with an object", lambda: root.call_back(lambda c: shown(c) + " " + str(c.get()), counter))
    scene("callbacks", lambda: root.call_back_many(lambda x: x, 50))
    scene("callback into a callback", lambda: root.call_back(lambda x: root.call_back(lambda y: root.add(x, y), 2), 1))
    depth = [0]

    def deeper(n):
        depth[0] += 1
        return root.recurse(deeper, n)
    scene("recursion", lambda: (root.recurse(deeper, 12), depth[0]))
    scene("callback raises", lambda: root.call_back(lambda x: 1 // x, 0))
    scene("callback raises, caught there", lambda: root.catch(lambda: {}["k"]))
    scene("local there", lambda: (root.type_name(local), root.get_attribute(local, "double")(), root.sum(local), root.echo(local) is local))
    scene("local called there", lambda: root.call_back(local, 2))
    scene("local fails there", lambda: root.catch(root.get_attribute(local, "fail")))
    scene("local hidden there", lambda: root.get_attribute(local, "value"))
    scene("sort by key", lambda: root.sort([3, 1, 2], lambda x: -x))
    scene("sum of a list of mine", lambda: root.sum([1, 2, 3]))
    called = threading.Event()
    root.call_back_later(lambda x: called.set(), 1, 0.05)
    end = time.time() + 10
    while not called.is_set() and time.time() < end:
        conn.serve(0.1)
    scene("callback later", lambda: called.is_set())
    # asynchronous
    slow = rpyc.async_(root.sleep)(0.2)
    scene("async", lambda: (slow.ready, slow.value, slow.ready, slow.error))
    failing = rpyc.async_(root.div)(1, 0)
    scene("async error", lambda: failing.value)
    scene("async in order", lambda: tuple(r.value for r in [rpyc.async_(counter.increment)() for _ in range(20)]))
    scene("timed", lambda: rpyc.timed(root.sleep, 0.1)(2).value)
    scene("after the time-out", lambda: root.add(1, 1))
    scene("restricted", lambda: root.echo(rpyc.restricted(local, ["exposed_double"])).exposed_double())


def classic(conn):
    common(conn)
    sys_ = conn.modules.sys
    scene("module", lambda: sys_)
    scene("module repr", lambda: repr(conn.modules["os.path"]))
    scene("module missing", lambda: conn.modules.no_such_module)
    scene("module in", lambda: ("os" in conn.modules, "no_such" in conn.modules))
    scene("version", lambda: tuple(sys_.version_info))
    scene("eval", lambda: (conn.eval("1 + 2"), conn.eval("[1, 2]"), conn.eval("{'a': (1, [2])}")))
    scene("eval fails", lambda: conn.eval("1 +"))
    scene("eval name error", lambda: conn.eval("nothing_of_the_kind"))
    scene("execute", lambda: conn.execute("x = 5\nclass K:\n    def __init__(self, v): self.v = v\n    def __enter__(self): return self\n    def __exit__(self, t, v, b): self.left = (t is None); return True\n"))
    scene("namespace", lambda: (conn.namespace["x"], conn.eval("x"), "x" in conn.namespace))
    scene("namespace set", lambda: conn.namespace.__setitem__("y", [1, 2]))
    scene("namespace of mine", lambda: (conn.namespace["y"], conn.eval("len(y)"), conn.eval("type(y).__name__"), conn.eval("y[1]")))
    kind = conn.namespace["K"]
    thing = kind(3)
    scene("type", lambda: (kind, thing, kind.__name__, kind.__module__))
    scene("instance", lambda: (isinstance(thing, kind), issubclass(type(thing), BaseNetref), isinstance(conn.builtins.list(), kind)))
    scene("class of netref", lambda: (conn.builtins.list().__class__, conn.builtins.dict.__class__, type(conn.builtins.list()).__name__))
    scene("set attribute", lambda: assigned(thing, "v", 9))
    scene("set new attribute", lambda: assigned(thing, "w", "new"))
    scene("delete attribute", lambda: deleted(thing, "w"))
    scene("deleted", lambda: thing.w)
    scene("delete missing", lambda: deleted(thing, "nothing"))

    def swallowed():
        with thing:
            raise KeyError("swallowed there")
        return thing.left
    scene("context", swallowed)
    scene("builtins", lambda: (conn.builtins.len([1, 2]), conn.builtins.sorted([2, 1], reverse=True), conn.builtins.str(5), conn.builtins.range(3)))
    scene("lambda there", lambda: tuple(conn.builtins.map(lambda x: x * 2, [1, 2, 3])))
    scene("filter there", lambda: tuple(conn.eval("lambda f: [f(n) for n in range(4)]")(lambda n: n * n)))
    scene("obtain", lambda: rpyc.classic.obtain(conn.eval("{'a': [1, 2, {3}]}")))
    scene("deliver", lambda: rpyc.classic.deliver(conn, {"b": [1, (2, 3)]}))
    scene("redirect", lambda: conn.modules.io.StringIO)
    out = conn.modules.io.StringIO()
    scene("file like", lambda: (out.write("one\ntwo\n"), out.seek(0), list(out), out.getvalue()))
    import io
    text = io.StringIO()
    old = sys_.stdout
    sys_.stdout = text
    scene("print there", lambda: conn.builtins.print("heard here", 1))
    sys_.stdout = old
    scene("heard", lambda: text.getvalue())
    scene("teleport", lambda: conn.teleport(lambda a, b=2: a + b)(5))
    scene("getconn", lambda: conn.root.getconn())
    scene("bytes", lambda: conn.modules.os.urandom(10).__len__())
    scene("datetime", lambda: conn.modules.datetime.date(2020, 1, 2) < conn.modules.datetime.date(2020, 1, 3))
    scene("datetime there and here", lambda: str(conn.modules.datetime.date(2020, 1, 2)))
    scene("fractions", lambda: str(conn.modules.fractions.Fraction(1, 3) + conn.modules.fractions.Fraction(1, 6)))
    scene("reflected", lambda: str(1 + conn.modules.fractions.Fraction(1, 3)))
    scene("in place", lambda: str(conn.modules.fractions.Fraction(1, 3).__iadd__))
    scene("complex exceptions", lambda: conn.modules.json.loads("{"))
    scene("exception attributes", lambda: conn.builtins.open("/no/such/file"))
    scene("unicode error", lambda: conn.eval("b'\\xff'.decode('utf-8')"))
    scene("chained exceptions", lambda: conn.execute("try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise ValueError('second') from e\n"))
    scene("exit", lambda: conn.modules.sys.exit(3))
    scene("after exit", lambda: conn.eval("6 * 7"))


def main(host, port, kind):
    conn = rpyc.classic.connect(host, int(port)) if kind == "classic" else rpyc.connect(host, int(port))
    {"service": service, "classic": classic}[kind](conn)
    conn.close()
    scene("after close", lambda: conn.root)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
