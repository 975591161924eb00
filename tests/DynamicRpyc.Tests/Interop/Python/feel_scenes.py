"""How C# objects feel in Python, one scene a row: feel_scenes.py classic|service HOST PORT. Both kinds of server pass the same scenes."""
import io
import sys
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from rpyc.utils.helpers import buffiter

from scenes import check, raises, run, says
from worlds import world

INDIA = timezone(timedelta(hours=5, minutes=30))


def scene_dir(w):
    names = dir(w.shop)
    for name in ("Defaults", "Limit", "Answer", "__getitem__", "__class__", "__doc__", "ToString"):
        assert name in names, name
    assert not [name for name in names if name.startswith(("get_", "set_", "add_", "op_"))]
    assert "__len__" in dir(w.shop.Numbers(1)) and "__len__" not in names


def scene_help(w):
    printed = io.StringIO()
    with redirect_stdout(printed):
        help(w.shop)
    text = printed.getvalue()
    assert "Help on DynamicRpyc.Tests.Interop.Clients.Workshop" in text, text
    assert "TakeList(_self" in text, text


def scene_docstrings_of_methods_have_signatures(w):
    check(w.shop.TryHalve.__doc__, "Boolean TryHalve(Int32 value, out Int32 half)")
    check(w.shop.Tie.__doc__, "String Tie(String first, Object second)\nString Tie(Object first, String second)")
    check(w.shop.Twin.__doc__, "String Twin<T>(T value)")
    check(w.shop.Adder().__doc__, "Func<Int32, Int32, Int32>: Int32 Invoke(Int32 left, Int32 right)")


def scene_repr_and_str(w):
    check(repr(w.shop)[:50], "<DynamicRpyc.Tests.Interop.Clients.Workshop object")
    check(str(w.vector(1, 2)), "<1, 2>")
    check(repr(w.vector(1, 2)), "<DynamicRpyc.Tests.Interop.Clients.Vector: <1, 2>>")
    check(repr(w.shop.Kind), "<bound method Workshop.Kind>")
    check("{} {}".format(w.vector(1, 2), w.vector(3, 4)), "<1, 2> <3, 4>")
    check(f"{w.shop.Kin()[5]:c}", "-21:56:55.9950000")


def scene_len(w):
    check(len(w.shop.Numbers(3)), 3)
    check(len(w.shop.Row(3)), 3)
    check(len(w.shop.Ages()), 2)
    check(len(w.shop.Matrix()), 6)
    assert "has no len()" in str(raises(TypeError, len, w.shop.CountUp(3)))


def scene_in(w):
    numbers, ages = w.shop.Numbers(3), w.shop.Ages()
    check((2 in numbers, 3 in numbers, "2" in numbers, None in numbers), (True, False, False, False))
    check(("Ada" in ages, "Alan" in ages, 36 in ages, None in ages), (True, False, False, False))
    check((2 in w.shop.CountUp(3), 3 in w.shop.CountUp(3)), (True, False))


def scene_for(w):
    check([number for number in w.shop.Numbers(3)], [0, 1, 2])
    check([cell for cell in w.shop.Matrix()], [1, 2, 3, 4, 5, 6])
    check(list(zip(w.shop.CountUp(2), "ab")), [(0, "a"), (1, "b")])
    first, *rest = w.shop.Row(4)
    check((first, rest), (0, [1, 2, 3]))
    check([(key, value) for key, value in w.shop.Ages()], [("Ada", 36), ("Grace", 85)])
    check(list(reversed(w.shop.Row(3))), [2, 1, 0])
    check((sum(w.shop.Row(4)), max(w.shop.Row(4)), sorted(w.shop.Row(3), reverse=True)), (6, 3, [2, 1, 0]))


def scene_for_over_asynchronous_sequences(w):
    check([number for number in w.shop.CountLater(3)], [0, 1, 2])
    for number in w.shop.CountLater(1000000):
        if number == 2:
            break
    check(sum(buffiter(w.shop.CountLater(2000))), sum(range(2000)))


def scene_iterators(w):
    iterator = iter(w.shop.CountUp(2))
    check((next(iterator), next(iterator), next(iterator, "end")), (0, 1, "end"))
    raises(StopIteration, next, iterator)
    assert "is not an iterator" in str(raises(TypeError, next, w.shop.CountUp(2)))


def scene_indexing(w):
    numbers = w.shop.Numbers(3)
    check((numbers[0], numbers[-1]), (0, 2))
    numbers[0], numbers[-1] = 10, 12
    check(list(numbers), [10, 1, 12])
    del numbers[1]
    check(list(numbers), [10, 12])
    says(IndexError, "index 2 is out of range: there are 2 items", lambda: numbers[2])
    says(IndexError, "index -3 is out of range: there are 2 items", lambda: numbers[-3])
    says(
        TypeError,
        'List<Int32>.Item(String "x") fits no overload:\n  get_Item(Int32 index): argument \'index\': cannot convert String "x" to Int32: '
        "text is not parsed unasked; parse it first, as Int32.Parse does",
        lambda: numbers["x"])
    ages = w.shop.Ages()
    ages["Alan"] = 41
    check((ages["Alan"], len(ages)), (41, 3))
    del ages["Ada"]
    raises(KeyError, lambda: ages["Ada"])
    check(w.shop[3], "item 3")


def scene_indexing_of_arrays(w):
    row = w.shop.Row(3)
    row[-1] = 9
    check(list(row), [0, 1, 9])
    says(TypeError, "'item' of Int32[]: cannot convert Double 1.5 to Int32: digits are not cut off unasked; convert it to an integer first", row.__setitem__, 0, 1.5)
    grid = w.shop.Matrix()
    check((grid[1, 2], grid[-1, -1], grid[0, 0]), (6.0, 6.0, 1.0))
    grid[0, 0] = 7
    check(grid[0, 0], 7.0)
    says(TypeError, "an array of rank 2 takes 2 integer indexes, as in a[0, 0], not Int32 0", lambda: grid[0])
    says(TypeError, "an array of rank 2 takes 2 integer indexes, as in a[0, 0], not PySlice", lambda: grid[0:1])
    raises(IndexError, lambda: grid[2, 0])


SLICES = [slice(*parts) for parts in (
    (None, None), (1, 3), (-2, None), (None, -1), (5, 2), (100, None), (None, None, 2), (None, None, -1), (-1, 0, -2), (4, 1, -1), (0, 6, 3), (None, 100, -3))]


def scene_slicing_read(w):
    local = list(range(6))
    for part in SLICES:
        check((part, list(w.shop.Numbers(6)[part])), (part, local[part]))
        check((part, list(w.shop.Row(6)[part])), (part, local[part]))
    raises(ValueError, lambda: w.shop.Numbers(2)[::0])


def scene_slicing_written(w):
    for part in SLICES:
        local, remote, row = list(range(6)), w.shop.Numbers(6), w.shop.Row(6)
        items = [10 * number for number in local[part]]
        local[part] = items
        remote[part] = items
        row[part] = items
        check((part, list(remote), list(row)), (part, local, local))
    for part, items in ((slice(1, 3), [7, 8, 9]), (slice(0, 2), []), (slice(4, 2), (1, 2)), (slice(6, None), range(2)), (slice(None), [5])):
        local, remote = list(range(6)), w.shop.Numbers(6)
        local[part] = items
        remote[part] = items
        check((part, list(remote)), (part, local))
    says(ValueError, "1 items cannot replace 2: an array keeps its length", w.shop.Row(6).__setitem__, slice(1, 3), [1])
    says(ValueError, "2 items cannot replace 3: a slice with a step keeps the list's length", w.shop.Numbers(6).__setitem__, slice(None, None, 2), [1, 2])
    assert "item 0 of the remote builtins.list: cannot convert String" in str(raises(TypeError, w.shop.Numbers(3).__setitem__, slice(0, 1), ["x"]))


def scene_slicing_deleted(w):
    for part in SLICES:
        local, remote = list(range(6)), w.shop.Numbers(6)
        del local[part]
        del remote[part]
        check((part, list(remote)), (part, local))


def scene_with(w):
    door = w.door()
    with door as entered:
        check(entered is door, True)
        check(door.IsOpen, True)
    check(door.IsOpen, False)
    door = w.door()
    with raises_inside(KeyError):
        with door:
            raise KeyError("inside")
    check(door.IsOpen, False)


class raises_inside:
    def __init__(self, error):
        self.error = error

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        check(kind, self.error)
        return True


def scene_equality(w):
    a = w.vector(1, 2)
    check((a == w.vector(1, 2), a != w.vector(1, 2), a == w.vector(2, 1), a == None, a == "text", a == 5), (True, False, False, False, False, False))
    check((w.shop == w.shop, w.shop == w.door()), (True, False))
    check(w.shop.Kind == w.shop.Kind, True)


def scene_ordering(w):
    a, b = w.vector(1, 2), w.vector(3, 4)
    check((a < b, a <= b, a > b, a >= b), (True, True, False, False))
    check([str(vector) for vector in sorted([b, a])], ["<1, 2>", "<3, 4>"])
    assert "'<' not supported between instances" in str(raises(TypeError, lambda: w.shop < w.shop))
    assert "'<' not supported between instances" in str(raises(TypeError, lambda: a < "text"))


def scene_hash(w):
    check(hash(w.vector(1, 2)) == hash(w.vector(1, 2)), True)
    check(len({w.vector(1, 2), w.vector(1, 2), w.vector(3, 4)}), 2)
    check({w.shop: "shop"}[w.shop], "shop")


def scene_arithmetic(w):
    a, b = w.vector(1, 2), w.vector(3, 4)
    check([str(result) for result in (a + b, b - a, a * 2, 2 * a, -a)], ["<4, 6>", "<2, 2>", "<2, 4>", "<2, 4>", "<-1, -2>"])
    a += b
    check(str(a), "<4, 6>")
    assert "unsupported operand type(s) for +" in str(raises(TypeError, lambda: b + "text"))
    assert "unsupported operand type(s) for @" in str(raises(TypeError, lambda: a @ b))


def scene_arithmetic_of_decimals(w):
    price = w.shop.Kin()[6]
    check([str(result) for result in (price + 1, 2 - price, price * 2, price / 2, price % 1, price // Decimal("0.5"), -price, abs(-price), price + price, price + Decimal("0.05"))],
          ["2.10", "0.90", "2.20", "0.55", "0.10", "2", "-1.10", "1.10", "2.20", "1.15"])
    check((int(price), float(price)), (1, 1.1))
    check([str(part) for part in divmod(price, 1)], ["1", "0.10"])
    check((price == Decimal("1.1"), price == 1.1, price > 1, price < Decimal("1.2")), (True, True, True, True))


def scene_bool(w):
    check((bool(w.vector(1, 2)), bool(w.vector(0, 0))), (True, False))
    check((bool(w.shop.Numbers(0)), bool(w.shop.Numbers(1)), bool(w.shop.Ages()), bool(w.shop)), (False, True, True, True))


def scene_properties(w):
    check((w.shop.Limit, w.shop.Answer), (5, 42))
    says(AttributeError, "Workshop has no public member 'limit'; did you mean 'Limit'?", getattr, w.shop, "limit") if w.kind == "classic" else raises(AttributeError, getattr, w.shop, "limit")
    check((hasattr(w.shop, "Nothing"), getattr(w.shop, "Nothing", 5)), (False, 5))


def scene_events(w):
    bell, seen = w.bell(), []

    def rung(sender, e):
        seen.append(sender is bell)
    bell.Rung += rung
    bell.Ticked += seen.append
    bell.Ring()
    bell.Tick(7)
    check(seen, [True, 7])
    bell.Rung -= rung
    bell.Ticked -= seen.append
    bell.Ring()
    bell.Tick(8)
    check((seen, bell.HasListeners), ([True, 7], False))


def scene_events_that_do_not_fit(w):
    bell = w.bell()
    error = str(raises(TypeError, bell.Rung.__iadd__, 5))
    assert "'Rung' of Bell: cannot convert Int32 5 to EventHandler" in error, error


def scene_enums(w):
    read, write = w.shop.Data("enum")
    check((str(read), int(read), read == 1, read == write, read < write), ("Read", 1, True, False, True))
    check((str(read | write), str((read | write) & write), int(read ^ write)), ("ReadWrite", "Write", 3))
    check(["a", "b", "c"][write], "c")
    check(w.shop.Access(read | write), "ReadWrite")


def scene_datetime_to_csharp(w):
    check(w.shop.Moment(datetime(2024, 2, 29, 12, 30, 15, 123456)), "2024-02-29T12:30:15.1234560 Unspecified")
    check(w.shop.Moment(datetime(2024, 2, 29, 12, 30, tzinfo=timezone.utc)), "2024-02-29T12:30:00.0000000Z Utc")
    check(w.shop.Moment(datetime(2024, 2, 29, 12, 30, tzinfo=INDIA)), "2024-02-29T07:00:00.0000000Z Utc")
    check(w.shop.Moment(datetime.min), "0001-01-01T00:00:00.0000000 Unspecified")
    check(w.shop.Moment(datetime.max), "9999-12-31T23:59:59.9999990 Unspecified")
    check(w.shop.Moment(date(2024, 2, 29)), "2024-02-29T00:00:00.0000000 Unspecified")
    check(w.shop.Offset(datetime(2024, 2, 29, 12, 30, tzinfo=INDIA)), "2024-02-29T12:30:00.0000000+05:30")
    says(
        TypeError,
        "Offset(DateTimeOffset value): argument 'value': The remote 'datetime.datetime' cannot become a System.DateTimeOffset: its text is '2024-02-29 00:00:00'. "
        "It has no time zone; write value.astimezone() or value.replace(tzinfo=timezone.utc).",
        w.shop.Offset, datetime(2024, 2, 29))
    says(
        TypeError, 'Workshop.Moment(String "2024") fits no overload:\n  Moment(DateTime value): argument \'value\': cannot convert String "2024" to DateTime: '
        "text is not parsed unasked; parse it first, as DateTime.Parse does",
        w.shop.Moment, "2024")


def scene_date_and_time_to_csharp(w):
    check(w.shop.Date(date(2024, 2, 29)), "2024-02-29")
    check(w.shop.Time(time(12, 30, 15, 5)), "12:30:15.0000050")
    says(
        TypeError, "Workshop.Date(remote datetime.datetime) fits no overload:\n  Date(DateOnly value): argument 'value': "
        "cannot convert remote datetime.datetime to DateOnly: write value.date()",
        w.shop.Date, datetime(2024, 2, 29))
    assert "cannot convert remote datetime.datetime to TimeOnly: write value.time()" in str(raises(TypeError, w.shop.Time, datetime(2024, 2, 29)))
    assert "cannot convert remote datetime.date to DateTimeOffset: write datetime.datetime(..., tzinfo=...)" in str(raises(TypeError, w.shop.Offset, date(2024, 2, 29)))
    assert "It has a time zone, which a TimeOnly has not; write value.replace(tzinfo=None)." in str(raises(TypeError, w.shop.Time, time(12, 30, tzinfo=timezone.utc)))


def scene_timedelta_to_csharp(w):
    for span in (timedelta(0), timedelta(days=3), timedelta(hours=1, microseconds=5), timedelta(days=-1, hours=1, microseconds=5), timedelta(days=1), -timedelta(days=1, seconds=1)):
        text = w.shop.Span(span)
        ticks = sum(int(part) * factor for part, factor in zip(split_span(text), (86400_000_000, 3600_000_000, 60_000_000, 1_000_000, 1)))
        check((span, timedelta(microseconds=-ticks if text.startswith("-") else ticks)), (span, span))
    assert "TimeSpan overflowed" in str(raises(TypeError, w.shop.Span, timedelta.max))


def split_span(text):
    clock = text.lstrip("-")
    days, _, clock = clock.partition(".") if "." in clock.split(":")[0] else ("0", "", clock)
    hours, minutes, seconds = clock.split(":")
    seconds, _, fraction = seconds.partition(".")
    return days, hours, minutes, seconds, (fraction + "000000")[:6]


def scene_decimal_and_uuid_to_csharp(w):
    for text in ("1.10", "-0.001", "79228162514264337593543950335", "1E+3"):
        check(Decimal(w.shop.Money(Decimal(text))), Decimal(text))
    check(w.shop.Money(Decimal("1.10")), "1.10")
    assert "is no decimal number, or too large a one" in str(raises(TypeError, w.shop.Money, Decimal("1E+50")))
    check(w.shop.Id(UUID(int=255)), "00000000-0000-0000-0000-0000000000ff")
    check(w.shop.Kind(UUID(int=5)), "Guid 00000000-0000-0000-0000-000000000005")
    check((w.shop.Kind(Decimal("1.10")), w.shop.Kind(timedelta(hours=1))), ("Decimal 1.10", "TimeSpan 01:00:00"))


def scene_csharp_kin_back_by_their_texts(w):
    """What works under RPyC's default settings too; classic mode has obtain()."""
    naive, utc, offset, day, clock, span, price, key = w.shop.Kin()
    check(datetime.fromisoformat(format(naive, "yyyy-MM-ddTHH:mm:ss.ffffff")), datetime(2024, 2, 29, 12, 30, 15, 123456))
    check(datetime.fromisoformat(format(offset, "yyyy-MM-ddTHH:mm:sszzz")), datetime(2024, 2, 29, 12, 30, 15, tzinfo=INDIA))
    check(date.fromisoformat(format(day, "O")), date(2024, 2, 29))
    check(time.fromisoformat(format(clock, "HH:mm:ss")), time(12, 30, 15))
    check(Decimal(str(price)), Decimal("1.10"))
    check(UUID(str(key)), UUID("00112233-4455-6677-8899-aabbccddeeff"))


def scene_csharp_kin_compare_and_calculate_with_python_kin(w):
    naive, utc, offset, day, clock, span, price, key = w.shop.Kin()
    check((naive == datetime(2024, 2, 29, 12, 30, 15, 123456), naive < datetime(2024, 3, 1), day == date(2024, 2, 29)), (True, True, True))
    check(str(naive + timedelta(days=1) - naive), "1.00:00:00")
    check((span == timedelta(days=-1, hours=2, minutes=3, seconds=4, milliseconds=5), key == UUID(str(key))), (True, True))


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    w.kind = sys.argv[1]
    run(globals(), w)
