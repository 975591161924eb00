"""The members of the C# tests' class Duck as a Python class: duck_server.py"""
import time
from types import SimpleNamespace

import rpyc

from serving import serve


class Event:
    """As much of a .NET event as += and -= need."""

    def __init__(self):
        self.handlers = []

    def __iadd__(self, handler):
        self.handlers.append(handler)
        return self

    def __isub__(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)
        return self


class Duck:
    Age = 36
    Text = "42"
    Number = 1
    Word = "Two"
    Soon = "soon 3"
    Nothing = None
    Big = 2 ** 70
    Follower = "Next"
    http_server2 = "served"

    def __init__(self, name="Ada"):
        self.Name = name
        self.Nested = {"Key": "inner", "Count": 3}
        self.Doubler = lambda value: value * 2
        self.Changed = Event()
        self.Found = Event()
        self._kept = None
        self.IsDisposed = False
        self._remembered = ""
        self._items = {1: "one", "k": "value"}

    def __setattr__(self, name, value):
        object.__setattr__(self, "_remembered" if name == "Note" else name, value)

    def __getitem__(self, key):
        return self._items[key]

    def __setitem__(self, key, value):
        self._items[key] = value

    def __iter__(self):
        return iter([1, 2, 3, 4])

    @property
    def Kept(self):
        if self._kept is None:
            self._kept = self.Children
        return self._kept

    @property
    def Child(self):
        return Duck("Child")

    @property
    def Children(self):
        return [Duck("A"), Duck("B")]

    ChildArray = ChildList = Children

    @property
    def ByName(self):
        return {child.Name: child for child in self.Children}

    @property
    def next_one(self):
        return Duck("Next")

    @property
    def all_of_them(self):
        return [self.next_one, self.next_one]

    def Remember(self, text):
        self._remembered = text

    def Recall(self):
        return self._remembered

    def Add(self, a, b):
        return a + b

    def Fail(self, key):
        raise KeyError(key)

    def FailInside(self):
        return self.Nothing.attribute

    def Kind(self, value):
        return type(value).__name__

    def Join(self, separator, *parts):
        return separator.join(str(part) for part in parts)

    def Optional(self, a, b=2, c=3):
        return "%d,%d,%d" % (a, b, c)

    def OptionalHere(self, a, b, *, c):
        return "%d,%d,%d" % (a, b, c)

    def TryParse(self, text):
        return (True, int(text)) if text.isdigit() else (False, 0)

    def Swap(self, a, b):
        return (b, a)

    def TryEcho(self, value):
        return (True, value)

    def Echo(self, value):
        return value

    def Find(self, key):
        return "item %d" % key if isinstance(key, int) else Duck(key)

    def Maybe(self, value):
        return value

    def Raise(self, text):
        for handler in list(self.Changed.handlers):
            handler(self, text)

    def Value(self):
        return "7"

    def get_time(self):
        return "noon"

    def WaitAsync(self):
        pass

    PauseAsync = WaitAsync

    def AddAsync(self, a, b):
        return a + b

    def TwiceAsync(self, value):
        return 2 * value

    def CountAsync(self, count):
        yield from range(1, count + 1)

    def ChildAsync(self):
        return self.Child

    def HangAsync(self):
        time.sleep(60)
        return 0

    def Hang(self, value=None):
        return self.HangAsync()

    HangFor = Hang

    def LateAsync(self, value):
        return value

    def NumbersAsync(self):
        return [1, 2, 3]

    def TableAsync(self):
        return {"a": 1}

    def FamilyAsync(self):
        return self.Children

    def Pair(self):
        return (self.Child, 3)

    PairAsync = Pair

    def IsSelf(self, other):
        return other is self

    def Visit(self, visitor):
        return visitor(self.Child)

    def Show(self):
        for handler in list(self.Found.handlers):
            handler(self.Child)

    async def DoAsync(self):
        pass

    GetAsync = DoAsync

    async def ItemsAsync(self):
        yield 1

    FailAsync = Fail

    def CallBack(self, function, value):
        return function(value)

    def Work(self, steps, progress):
        for step in range(1, steps + 1):
            progress.Report(step)

    def close(self):
        self.IsDisposed = True


class Bare:
    Name = "bare"


class MadeUp:
    """Has no member but those that it is asked for."""

    def __getattr__(self, name):
        if not name.isascii() or name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: name + str(arguments)


class DuckService(rpyc.Service):
    def MakeBare(self):
        return Bare()

    def MakePlain(self):
        return SimpleNamespace(Changed=3)

    def MadeUp(self):
        return MadeUp()

    def Numbers(self):
        return [1, 2, 3]

    def Table(self):
        return {"a": 1}

    def Adder(self):
        return lambda a, b: a + b

    def Make(self):
        self._made = Duck()
        return self._made

    def IsOriginal(self, value):
        return value is self._made

    def IsFirstOriginal(self, values):
        return self.IsOriginal(values[0])

    def KindOf(self, value):
        return type(value).__name__

    @property
    def IsDisposed(self):
        return self._made.IsDisposed


setattr(Duck, "gr\u00f6\u00dfe_in_\u00b5m", 12)

if __name__ == "__main__":
    serve(DuckService, allow_public_attrs=True, allow_setattr=True)
