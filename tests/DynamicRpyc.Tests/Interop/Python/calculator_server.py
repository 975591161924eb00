"""A service of stock RPyC with one exposed member for each thing that a call can do: calculator_server.py [public]

With "public", every name without a leading underscore is allowed as well, and may be written (allow_public_attrs, allow_setattr, allow_delattr).
"""
import builtins
import sys
import threading
import time

import rpyc

from serving import serve


class Counter:
    """Travels by reference: state, methods, attributes and operators."""

    def __init__(self, start=0, name="counter"):
        self.exposed_name = name
        self.value = start

    def exposed_increment(self, by=1):
        self.value += by
        return self.value

    def exposed_get(self):
        return self.value

    def exposed_fail(self):
        raise ValueError("the counter stands at %d" % self.value)

    def __len__(self):
        return self.value

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(range(self.value))[index]
        if not 0 <= index < self.value:
            raise IndexError("no count %d below %d" % (index, self.value))
        return index

    def __iter__(self):
        return iter(range(self.value))

    def __contains__(self, item):
        return item in range(self.value)

    def __call__(self, factor):
        return self.value * factor

    def __add__(self, other):
        return Counter(self.value + (other.value if isinstance(other, Counter) else other))

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Counter) else other)

    def __lt__(self, other):
        return self.value < (other.value if isinstance(other, Counter) else other)

    def __hash__(self):
        return hash(self.value)

    def __bool__(self):
        return True

    def __str__(self):
        return "%s=%d" % (self.exposed_name, self.value)

    def __repr__(self):
        return "Counter(%d)" % self.value

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.exposed_name = "closed" if kind is None else "closed by " + kind.__name__
        return False


class CustomError(Exception):
    """An exception that no other side knows."""

    def __init__(self, message):
        super().__init__(message)
        self.code = 7


class CalculatorService(rpyc.Service):
    ALIASES = ["CALCULATOR", "CALC"]
    exposed_pi = 3.141592653589793

    _connections = 0

    def on_connect(self, conn):
        CalculatorService._connections += 1
        self._conn = conn
        self._kept = []
        self._requests = 0
        dispatch = conn._dispatch_request

        def counting(seq, raw_args):
            self._requests += 1
            dispatch(seq, raw_args)

        conn._dispatch_request = counting

    def exposed_add(self, a, b):
        return a + b

    def exposed_sub(self, a, b):
        return a - b

    def exposed_mul(self, a, b):
        return a * b

    def exposed_div(self, a, b):
        return a / b

    def exposed_echo(self, value):
        return value

    def exposed_kwargs(self, *args, **kwargs):
        return (tuple(args), tuple(sorted(kwargs.items())))

    def exposed_default(self, a, b=2, *, c=3):
        return (a, b, c)

    def exposed_type_name(self, value):
        return type(value).__name__

    def exposed_repr(self, value):
        return repr(value)

    # collections, by reference and by value

    def exposed_make_list(self, count):
        return list(range(count))

    def exposed_make_dict(self):
        return {"one": 1, "two": 2, "three": 3}

    def exposed_make_mapping(self, **items):
        return items

    def exposed_make_tuple(self):
        return (1, "two", 3.0, None, True, b"six")

    def exposed_nested(self):
        return {"list": [1, [2, [3]]], "tuple": (1, (2, (3,))), "counter": Counter(3)}

    def exposed_generate(self, count):
        for number in range(count):
            yield number * number

    def exposed_generate_and_fail(self, count):
        yield from range(count)
        raise ValueError("after %d" % count)

    def exposed_endless(self):
        number = 0
        while True:
            yield number
            number += 1

    def exposed_sum(self, items):
        return sum(items)

    # values

    def exposed_big(self, power=200):
        return 2 ** power

    def exposed_bytes(self, count):
        return bytes(index & 255 for index in range(count))

    def exposed_text(self, count):
        return "\u00fcx\u20ac\U0001f40d" * count

    def exposed_values(self):
        return (None, True, False, 0, -1, 159, 160, -49, 2 ** 31, 2 ** 63, -(2 ** 64), 1.5, float("inf"), "", "\u00e4", b"", b"\x00\xff",
                (), ((),), frozenset([1, 2]), slice(1, None, 2), 1 + 2j, Ellipsis, NotImplemented)

    # objects

    def exposed_counter(self, start=0):
        return Counter(start)

    def exposed_counter_type(self):
        return Counter

    def exposed_keep(self, value):
        self._kept.append(value)
        return len(self._kept)

    def exposed_kept(self, index):
        return self._kept[index]

    def exposed_forget(self):
        self._kept.clear()

    def exposed_requests(self):
        """How many requests this connection has brought, this one included."""
        return self._requests

    def exposed_connections(self):
        """How many connections the process has accepted."""
        return CalculatorService._connections

    def exposed_lent(self):
        """How many different objects this side has lent to the client."""
        return len(self._conn._local_objects._dict)

    # the other way

    def exposed_call_back(self, function, value):
        return function(value)

    def exposed_call_back_many(self, function, count):
        return [function(index) for index in range(count)] and count

    def exposed_call_back_later(self, function, value, seconds):
        timer = threading.Timer(seconds, function, (value,))
        timer.daemon = True
        timer.start()

    def exposed_get_attribute(self, target, name):
        return getattr(target, name)

    def exposed_recurse(self, function, depth):
        return depth if depth == 0 else function(depth - 1) + 1

    def exposed_sort(self, items, key):
        return tuple(sorted(items, key=key))

    def exposed_catch(self, function):
        try:
            function()
        except Exception as error:
            return (type(error).__module__ + "." + type(error).__name__, str(error))
        return ("", "")

    # failures and time

    def exposed_raise_key_error(self, key="missing"):
        raise KeyError(key)

    def exposed_raise_by_name(self, name, message):
        raise getattr(builtins, name)(message)

    def exposed_raise_os_error(self, path="/no/such/file"):
        open(path)

    def exposed_raise_custom(self, message="custom"):
        raise CustomError(message)

    def exposed_decode(self, data):
        return data.decode("utf-8")

    def exposed_encode(self):
        return "\u00fc".encode("ascii")

    def exposed_sleep(self, seconds):
        time.sleep(seconds)
        return seconds

    def secret(self):
        return "only where public names are allowed"


if __name__ == "__main__":
    if "public" in sys.argv[1:]:
        serve(CalculatorService, allow_public_attrs=True, allow_setattr=True, allow_delattr=True)
    else:
        serve(CalculatorService)
