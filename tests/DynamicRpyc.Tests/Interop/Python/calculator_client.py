"""A stock RPyC client of a calculator service, of either language: calculator_client.py HOST PORT

Checks each answer and prints one line for each scene; it ends with "done" and exit code 0. The same lines are the pass, whoever serves.
Uses only what examples/CalculatorService and calculator_server.py both have.
"""
import sys

import rpyc


def check(name, actual, expected):
    if actual != expected:
        raise AssertionError("%s: %r instead of %r" % (name, actual, expected))
    print("ok", name, flush=True)


def expect(name, error, function, *args):
    try:
        function(*args)
    except error:
        print("ok", name, flush=True)
        return
    raise AssertionError("%s: no %s" % (name, error.__name__))


def main(host, port):
    conn = rpyc.connect(host, int(port), config={"sync_request_timeout": 20})
    root = conn.root
    check("ping", conn.ping("x" * 5000), None)
    check("add", root.add(2, 3), 5)
    check("div", root.div(1, 4), 0.25)
    for value in (None, True, -49, 2 ** 40, 2 ** 200, 0.5, "\u00fc\u20ac\U0001f40d", b"\x00\xff" * 4000, (1, ("two", (3.0, None)))):
        check("echo of " + type(value).__name__, root.echo(value), value)
    check("list length", len(root.make_list(5)), 5)
    check("list items", list(root.make_list(5)), [0, 1, 2, 3, 4])
    check("list index", root.make_list(5)[3], 3)
    check("generator", list(root.generate(4)), [0, 1, 4, 9])
    check("callback", root.call_back(lambda x: x * 10, 7), 70)
    check("keyword arguments", root.default(1, c=30), (1, 2, 30))
    counter = root.counter(5)
    check("method of an object", counter.increment(2), 7)
    check("state of an object", counter.get(), 7)
    check("object there and back", root.echo(counter) is counter, True)
    expect("key error", KeyError, root.raise_key_error, "k")
    expect("zero division", ZeroDivisionError, root.div, 1, 0)
    expect("missing member", AttributeError, getattr, root, "no_such_member")
    check("asynchronous call", rpyc.async_(root.add)(20, 22).value == 42, True)
    check("after the errors", root.add(1, 1), 2)
    conn.close()
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
