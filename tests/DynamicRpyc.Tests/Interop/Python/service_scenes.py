"""A stock RPyC client of the C# WorldService, whose members are exposed one by one: service_scenes.py HOST PORT"""
import sys
import threading
import time

import rpyc

from scenes import check, raises, run, says


def scene_attributes(conn, root):
    check(root.title, "world")
    check(root.vector(3, 4).X, 3.0)
    check(root.vector(3, 4).Length, 5.0)
    check(root.get_service_name(), "WORLD")
    check(root.get_service_aliases(), ("WORLD",))


def scene_missing_and_refused_attributes(conn, root):
    check(hasattr(root, "no_such_thing"), False)
    check(hasattr(root, "Hidden"), False)
    check(getattr(root, "Hidden", "default"), "default")
    check(hasattr(root.vector(1, 2), "__array_interface__"), False)
    says(
        AttributeError, "access to 'Hidden' of a WorldService was refused by the side that owns the object: mark the member [Exposed], name it exposed_Hidden, "
        "or set RpycConfig.AllowPublicAttributes or AllowAllAttributes there to allow it.", getattr, root, "Hidden")
    assert "access to '__class__' of a Vector was refused" in str(raises(AttributeError, getattr, root.vector(1, 2), "__class__"))
    assert "AllowSetAttribute" in str(raises(AttributeError, setattr, root, "title", "new"))
    assert "AllowDeleteAttribute" in str(raises(AttributeError, delattr, root, "title"))
    check(root.title, "world")
    for name in ("GetType", "__class_getitem__", "OnConnect", "Configure", "Root"):
        check((name, hasattr(root, name)), (name, False))


def scene_echo_of_values(conn, root):
    values = (None, True, False, 0, -49, 160, 2 ** 31, 2 ** 63, -(2 ** 100), 0.5, float("-inf"), "", "\u00fc\u20ac\U0001f40d", b"", b"\x00\xff" * 5000, (), (1, ("two",)),
              frozenset([1, "two"]), slice(1, None, 2), 1 - 2j, Ellipsis, NotImplemented)
    for value in values:
        check(type(root.echo(value)), type(value))
        if value is not NotImplemented:
            check(root.echo(value), value)
    check(root.echo(values), values)


def scene_arguments_keywords_and_defaults(conn, root):
    check(root.named(1), "1 b 0.5")
    check(root.named(1, "x", 2.5), "1 x 2.5")
    check(root.named(1, c=3), "1 b 3")
    check(root.named(c=1, b="y", a=2), "2 y 1")
    check(root.rest("none"), "none:")
    check(root.rest("some", 1, 2, 3), "some:1,2,3")


def scene_wrong_arguments_are_type_errors_that_say_why(conn, root):
    text = str(raises(TypeError, root.named))
    assert "named" in text and "a" in text, text
    assert "nonsense" in str(raises(TypeError, root.named, 1, nonsense=2))
    raises(TypeError, root.named, "not a number")
    raises((TypeError, OverflowError), root.narrow, 256)
    check(root.narrow(255), 255)


def scene_overloads(conn, root):
    check(root.kind(5), "int 5")
    check(root.kind("five"), "string five")
    check(root.kind(5.5), "double 5.5")
    check(root.kind(root.vector(1, 2)), "vector <1, 2>")
    check(root.kind(lambda x: x + 1), "function 2")
    check(root.kind(abs), "function 1")
    check(root.kind([1, 2]), "list 2")
    check(root.kind((1, 2, 3)), "list 3")
    check(root.kind(range(4)), "list 4")


def scene_context_managers(conn, root):
    with root.door() as door:
        check(door.IsOpen, True)
    check(door.IsOpen, False)
    door = root.door()
    try:
        with door:
            raise LookupError("inside")
    except LookupError:
        check(door.IsOpen, False)
    else:
        raise AssertionError("the error of the block was swallowed")


def scene_functions_of_csharp(conn, root):
    add = root.adder(5)
    check(add(1), 6)
    check(callable(add), True)
    check(list(map(add, [1, 2, 3])), [6, 7, 8])
    raises(TypeError, add)
    method = root.vector(1, 2).Scale
    check(str(method(2)), "<2, 4>")
    check(str(method(factor=3)), "<3, 6>")


def scene_functions_of_python_as_delegates(conn, root):
    check(root.apply(lambda x: x * 10, 7), 70)
    check(root.apply(abs, -7), 7)
    check(root.apply_untyped(lambda a, b: a + b, "x", "y"), "xy")

    class Callable:
        def __call__(self, value):
            return value + 1
    check(root.apply(Callable(), 1), 2)
    check(list(root.sort(["pear", "fig", "banana"], lambda a, b: len(a) - len(b))), ["fig", "pear", "banana"])
    raises(TypeError, root.apply, 5, 5)


def scene_errors_of_python_functions_come_back(conn, root):
    def fail(value):
        raise KeyError("mine")
    check(raises(KeyError, root.apply, fail, 1).args[0], "mine")
    check(root.attempt(lambda: 1 / 0)[:1], ("System.DivideByZeroException",))
    kind, text, name = root.attempt(lambda: {}["missing"])
    check((kind, name), ("System.Collections.Generic.KeyNotFoundException", "builtins.KeyError"))
    check(root.attempt(lambda: "fine"), "fine")


def scene_python_objects_as_dynamic(conn, root):
    class Thing:
        exposed_name = "thing"

        def exposed_twice(self, x):
            return 2 * x

        def __getitem__(self, key):
            return key.upper()
    check(root.dynamic(Thing()), "thing 42 KEY")


def scene_identity(conn, root):
    check(root.same() is root.same(), True)
    check(root.vector(1, 1) is root.vector(1, 1), False)
    check(root.is_same(root.same()), True)
    check(root.is_same(root.vector(1, 1)), False)
    mine = object()
    check(root.echo(mine) is mine, True)
    check(root.echo((1, mine))[1] is mine, True)
    check(conn.root is root, True)


def scene_isinstance_and_class(conn, root):
    a = root.vector(1, 2)
    check(isinstance(a, int), False)
    check(isinstance(a, rpyc.BaseNetref), True)
    check(isinstance(root.list(1), list), False)
    check(isinstance(root, rpyc.Service), False)
    check(type(a).__name__.endswith("Vector"), True)


def scene_exceptions_by_class(conn, root):
    check(raises(KeyError, root.throw, "key").args[0], "no such key")
    raises(ValueError, root.throw, "argument")
    error = raises(FileNotFoundError, root.throw, "file")
    check((error.errno, error.filename), (2, "/no/file"))
    raises(AttributeError, root.throw, "member")
    raises(ZeroDivisionError, root.throw, "zero")
    raises(IndexError, root.throw, "index")
    raises(TypeError, root.throw, "cast")
    raises(PermissionError, root.throw, "denied")
    raises(TimeoutError, root.throw, "timeout")


def scene_exceptions_without_a_python_class(conn, root):
    error = raises(rpyc.core.vinegar.GenericException, root.throw, "something else")
    check(type(error).__name__, "DynamicRpyc.Tests.Interop.Clients.WorldException")
    check(error.args[0], "something else")
    check(error.Code, 7)
    error = raises(rpyc.core.vinegar.GenericException, root.throw, "state")
    check(type(error).__name__, "System.InvalidOperationException")


def scene_exceptions_show_the_trace_of_csharp(conn, root):
    text = str(raises(ValueError, root.throw, "argument"))
    assert "Remote Traceback" in text and "exposed_throw" in text and "no good" in text, text
    assert "WARNING" not in text, text


def scene_events(conn, root):
    bell, seen = root.bell(), []

    def ticked(value):
        seen.append(value)

    def rung(sender, arguments):
        seen.append(sender is bell)
    bell.Ticked += ticked
    bell.Rung += rung
    bell.Tick(5)
    bell.Ring()
    check(seen, [5, True])
    bell.Ticked -= ticked
    bell.Rung -= rung
    check(bell.HasListeners, False)
    bell.Tick(6)
    check(seen, [5, True])


def scene_tasks_are_answered_when_they_end(conn, root):
    check(root.later(42), 42)
    check(root.value_task(), "value")
    check(raises(KeyError, root.fail_later).args[0], "later")


def scene_async_and_timed(conn, root):
    later = rpyc.async_(root.later)
    results = [later(number) for number in range(20)]
    check([result.value for result in results], list(range(20)))
    failed = rpyc.async_(root.throw)("key")
    failed.wait()
    check((failed.ready, failed.error), (True, True))
    raises(KeyError, lambda: failed.value)
    check(rpyc.timed(root.later, 20)(7).value, 7)


def scene_ping(conn, root):
    conn.ping()
    conn.ping("x" * 100000, timeout=20)


def scene_callback_while_the_client_serves(conn, root):
    seen = []
    root.keep(seen.append)
    root.call_kept_from_elsewhere(1)
    deadline = time.monotonic() + 20
    while not seen and time.monotonic() < deadline:
        conn.serve(0.1)
    check(seen, [1])


def scene_callback_into_a_serving_thread(conn, root):
    called = threading.Event()
    other = rpyc.connect(*sys.argv[1:3], config={"sync_request_timeout": 20})
    thread = rpyc.BgServingThread(other)
    other.root.keep(lambda value: called.set())
    other.root.call_kept_from_elsewhere(1)
    check(called.wait(20), True)
    thread.stop()
    other.close()


def scene_large_payloads_both_ways(conn, root):
    text = "compressible " * 100000
    check(root.echo(text) == text, True)
    data = bytes(range(256)) * 4000
    check(root.echo(data) == data, True)


def scene_lent_objects_return(conn, root):
    # On a connection of its own: on the other one C# still holds functions of this side, whose closures hold netrefs, until some collection there.
    other = rpyc.connect(*sys.argv[1:3], config={"sync_request_timeout": 20})
    root = other.root
    start = root.lent
    kept = [root.vector(1, number) for number in range(200)]
    check(root.lent, start + 200)
    kept.clear()
    other.ping()
    check(root.lent, start)
    other.close()


if __name__ == "__main__":
    connection = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={"sync_request_timeout": 20})
    run(globals(), connection, connection.root)
