"""The kin of dates, decimals and numbers through .NET collections and back, nested and as keys, one scene a row: kin_scenes.py classic HOST PORT"""
import sys
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, IntFlag
from fractions import Fraction
from uuid import UUID

from rpyc.utils.classic import obtain

from scenes import check, raises, run
from worlds import world


class Number(IntEnum):
    ONE = 1


class Flags(IntFlag):
    A = 1
    B = 2


KIN = [
    ("DateTime", datetime(2024, 2, 29, 12, 30, 15, 5)), ("DateTime", datetime.max), ("DateTimeOffset", datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=5, minutes=30)))),
    ("DateOnly", date(2024, 1, 2)), ("TimeOnly", time(1, 2, 3, 4)), ("TimeSpan", timedelta(days=-1, microseconds=1)), ("Decimal", Decimal("1.10")), ("Guid", UUID(int=5)),
    ("Int32", Number.ONE), ("DayOfWeek", Number.ONE), ("Int32", Flags.A | Flags.B), ("Double", Fraction(1, 2)), ("Object", 1 + 2j), ("Object", 10 ** 30), ("Int32", Decimal(5)), ("Double", Decimal("0.5")),
]


def each(w):
    for name, value in KIN:
        yield getattr(w.conn.modules.System, name), value


def made(w):
    return w.conn.modules.System, w.conn.modules["System.Collections.Generic"]


def scene_lists_arrays_and_sets(w):
    System, Generic = made(w)
    for kind, value in each(w):
        check(obtain(Generic.List[kind]([value, value])), [value, value])
        check(obtain(System.Array[kind]((value,))), [value])
        check(obtain(Generic.HashSet[kind]({value})), {value})
        check(value in Generic.List[kind]([value]), True)


def scene_keys_of_dictionaries(w):
    System, Generic = made(w)
    for kind, value in each(w):
        table = Generic.Dictionary[kind, System.String]({value: "x"})
        check((obtain(table), table[value], value in table, table.get(value), len(table)), ({value: "x"}, "x", True, "x", 1))
        table[value] = "y"
        check(obtain(table), {value: "y"})
        del table[value]
        raises(KeyError, lambda: table[value])


def scene_values_nested(w):
    System, Generic = made(w)
    for kind, value in each(w):
        nested = [{"a": [value]}, {}]
        check(obtain(Generic.List[Generic.Dictionary[System.String, Generic.List[kind]]](nested)), nested)
        check(obtain(Generic.List[System.ValueTuple[kind, System.Int32]]([(value, 1)])), [(value, 1)])
        check(obtain(Generic.Dictionary[System.String, kind]({"b": value})), {"b": value})


def scene_nullables(w):
    System, Generic = made(w)
    for kind, value in each(w):
        if kind.Name != "Object":
            check(obtain(Generic.List[System.Nullable[kind]]([value, None])), [value, None])


def scene_as_objects_they_stay_what_they_are(w):
    System, Generic = made(w)
    for _, value in each(w):
        check(Generic.List[System.Object]([value])[0] is value or type(value) in (int, complex), True)


def scene_textual_names_of_enums(w):
    System, Generic = made(w)
    check(obtain(Generic.List[System.DayOfWeek]([1, "Tuesday", Number.ONE])), [1, 2, 1])
    check(obtain(Generic.Dictionary[System.DayOfWeek, System.Int32]({"Monday": 5})), {1: 5})


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    run(globals(), w)
