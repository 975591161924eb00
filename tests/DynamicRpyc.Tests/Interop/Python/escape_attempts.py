"""Tries to get out of a C# service that runs with the default configuration: escape_attempts.py PORT"""
import builtins
import pickle
import sys

import rpyc
from rpyc.core import consts

conn = rpyc.connect("127.0.0.1", int(sys.argv[1]))
root = conn.root
refused = 0


def attempt(what, use, *others):
    """An AttributeError is how a refusal reaches Python; a few ways end in another error, and none in a value."""
    global refused
    try:
        got = use()
    except (AttributeError,) + others:
        refused += 1
    else:
        raise SystemExit("%s was let through: %r" % (what, got))


def raw(handler, *args):
    return conn.sync_request(handler, *args)


shelf = root.Shelf()
for what, use in {
    "len": lambda: len(shelf),
    "index": lambda: shelf[0],
    "assignment": lambda: shelf.__setitem__(0, 1),
    "deletion": lambda: shelf.__delitem__(0),
    "slice": lambda: shelf[0:1],
    "in": lambda: 1 in shelf,
    "iteration": lambda: list(shelf),
    "buffered iteration": lambda: raw(consts.HANDLE_BUFFITER, shelf, 3),
    "with": lambda: shelf.__enter__(),
    "exit": lambda: raw(consts.HANDLE_CTXEXIT, shelf, None),
    "str": lambda: str(shelf),
    "repr": lambda: repr(shelf),
    "hash": lambda: hash(shelf),
    "format": lambda: shelf.__format__(""),
    "==": lambda: shelf == 1,
    "<": lambda: shelf < 1,
    "call": lambda: raw(consts.HANDLE_CALL, shelf, (), ()),
    "old slicing": lambda: raw(consts.HANDLE_OLDSLICING, shelf, "__getitem__", "__getslice__", 0, 1, ()),
    "dispose": lambda: shelf.Dispose(),
}.items():
    attempt(what, use)

bag = root.Bag()
assert bag.open == 1
for name in ("secret", "exposed_secret", "Keys", "Remove", "__dict__", "__class__.__mro__"):
    attempt("bag." + name, lambda: raw(consts.HANDLE_GETATTR, bag, name))
attempt("bag[...]", lambda: raw(consts.HANDLE_CALLATTR, bag, "__getitem__", ("secret",), ()))
attempt("bag[...] = ...", lambda: raw(consts.HANDLE_CALLATTR, bag, "__setitem__", ("exposed_open", 2), ()))
attempt("del bag[...]", lambda: raw(consts.HANDLE_CALLATTR, bag, "__delitem__", ("exposed_open",), ()))
attempt("bag.x = ...", lambda: setattr(bag, "open", 2))
attempt("del bag.x", lambda: delattr(bag, "open"))

counter = root.Counter()
assert counter.Add(4) == 4 and counter.Next() == 1
attempt("unmarked overload", lambda: counter.Add("secret"), TypeError, ValueError)
attempt("unmarked overload by keyword", lambda: counter.Add(secret="x"), TypeError, ValueError)
attempt("inherited member", lambda: counter.Inherited())

defaults = root.Defaults()
for name in ("Unmarked", "ExplicitlyDone", "Kept", "exposed_Kept"):
    attempt(name, lambda: getattr(defaults, name)())

noisy = root.Events()
seen = []
noisy.Changed += lambda sender, args: seen.append(sender)
noisy.Raise()
attempt("what a handler is given", lambda: seen[0].Hidden())
attempt("an unmarked event", lambda: noisy.Silent)
attempt("a token for another event", lambda: raw(consts.HANDLE_SETATTR, noisy, "Silent", noisy.Changed))

secrets = root.Secrets()
for secret in (root.Later(), root.Pair()[0], secrets[0], secrets[2](), next(iter(root.Enumerable()))):
    for name in ("Run", "Value", "Current", "GetType"):
        attempt("secret." + name, lambda: raw(consts.HANDLE_CALLATTR, secret, name, (), ()))

kind = root.SecretType()["type"]
attempt("a type's constructor", lambda: kind())
attempt("a type's constructor, raw", lambda: raw(consts.HANDLE_CALL, kind, (), ()))
attempt("an exception's object", lambda: root.Throwing().Secret, Exception)

method = root.Optional
for name in ("__self__", "__func__", "__globals__", "Target", "Method", "DynamicInvoke", "GetType"):
    attempt("method." + name, lambda: raw(consts.HANDLE_GETATTR, method, name))
for name in ("__class__", "__init__", "__subclasses__", "__reduce_ex__", "__getattribute__", "GetType", "Root", "Configure", "OnConnect", "For"):
    attempt("root." + name, lambda: raw(consts.HANDLE_GETATTR, root, name))
    attempt("root %s by comparison" % name, lambda: raw(consts.HANDLE_CMP, root, 1, name))
    attempt("root.%s()" % name, lambda: raw(consts.HANDLE_CALLATTR, root, name, (), ()))
attempt("pickling", lambda: raw(consts.HANDLE_PICKLE, root, pickle.HIGHEST_PROTOCOL), ValueError)
attempt("an id that is not lent", lambda: raw(consts.HANDLE_INSPECT, ("System.Object", 123456, 7)), KeyError)
attempt("a keyword that is no parameter", lambda: root.Optional(this=1), TypeError, ValueError)

view = root.Restricted()
for same in (view.Self(), view.SelfLater(), view.SelfInATuple()[0]):
    assert same.Value == 1
    attempt("behind a restriction", lambda: same.Hidden)
    attempt("exposed behind a restriction", lambda: same.Unnamed)

price = root.Price()
attempt("a text of a gigabyte", lambda: price.ToString("F999999999"), TypeError, ValueError)
attempt("a text of a gigabyte by format()", lambda: format(price, "F999999999"), TypeError, ValueError)

assert conn.ping is not None and builtins.str(root.GetServiceName()) == "BACKDOORS"
print("refused %d attempts" % refused)
