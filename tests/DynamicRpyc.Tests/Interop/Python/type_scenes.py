"""C# types, namespaces, extension methods, numpy and copies in Python, one scene a row: type_scenes.py classic HOST PORT"""
import collections.abc
import copy
import io
import sys
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import numpy
import rpyc
from rpyc.utils.classic import obtain
from rpyc.utils.helpers import buffiter

from scenes import check, raises, run, says
from worlds import world

OWN = "DynamicRpyc.Tests.Interop.Clients"


def system(w):
    return w.conn.modules.System


def generic(w):
    return w.conn.modules["System.Collections.Generic"]


def scene_generic_types_closed_by_indexing(w):
    s, g = system(w), generic(w)
    numbers = g.List[s.Int32]()
    numbers.Add(5)
    check(list(numbers), [5])
    check(list(g.List[s.Int32]([1, 2])), [1, 2])
    check(list(g.List[s.Object]([1, "a", None])), [1, "a", None])
    ages = g.Dictionary[s.String, g.List[s.Int32]]()
    ages["Ada"] = [1, 2]
    check(list(ages["Ada"]), [1, 2])
    check(g.HashSet[s.Int32]({1, 2}).Count, 2)
    check(s.Lazy[s.Int32](lambda: 5).Value, 5)
    check(s.Func[s.Int32, s.Int32](lambda x: x + 1)(2), 3)
    check(s.Tuple[s.Int32, s.String](1, "a"), (1, "a"))


def scene_delegate_types(w):
    s, seen = system(w), []
    s.Action[s.String](seen.append)("a")
    s.Action(lambda: seen.append("b"))()
    check(seen, ["a", "b"])
    check((s.Predicate[s.Int32](lambda x: x > 1)(2), s.Comparison[s.Int32](lambda a, b: a - b)(3, 1)), (True, 2))
    check((repr(s.Action), s.Action.__name__, callable(s.Action)), ("<class 'System.Action'>", "Action", True))
    check((w.shop.TakeAnyFunction(s.Func[s.Int32, s.Int32](lambda x: x + 1)), isinstance(w.shop.Adder(), s.Delegate)), ("21", True))
    says(TypeError, "cannot convert Int32 5 to Action", s.Action, 5)
    check(w.conn.modules["System.Threading.Tasks"].Task.Run(s.Action(lambda: seen.append("c"))), None)
    check(seen, ["a", "b", "c"])
    printed = io.StringIO()
    with redirect_stdout(printed):
        help(w.shop.Adder())
        help(s.Action)
    assert "(*args, **kwargs) method of" in printed.getvalue() and "Help on System.Action" in printed.getvalue(), printed.getvalue()


def scene_generic_types_that_do_not_close(w):
    s, g = system(w), generic(w)
    says(TypeError, "List<T> is an open generic type: close it first, as in List[String](...)", g.List)
    says(TypeError, "List does not take 2 type arguments; there is List<T>", lambda: g.List[s.Int32, s.Int32])
    must = "type arguments must be types of the side that owns the generic, such as System.Int32, and closed themselves; "
    says(TypeError, must + "remote builtins.str is not; write System.String", lambda: g.List[str])
    says(TypeError, must + "Int32 5 is not", lambda: g.List[5])
    error = str(raises(TypeError, lambda: s.Nullable[s.String]))
    assert error.startswith("Nullable<T> cannot take <String>: "), error


def scene_generic_methods_closed_by_indexing(w):
    s = system(w)
    check(w.shop.NameOf[s.Int32](), "Int32")
    check(w.shop.Twin[s.Double](5), "Double 5")
    check(w.shop.Map[s.String, s.Int64]("a", 1), "String->Int64")
    says(TypeError, "Workshop.NameOf has no overload with 2 type arguments", lambda: w.shop.NameOf[s.Int32, s.Int32])


def scene_overloads_chosen_by_types(w):
    s = system(w)
    check(w.shop.Tie.Overloads[s.String, s.Object]("a", "b"), "string, object: a b")
    check(w.shop.Tie.Overloads[s.Object, s.String]("a", "b"), "object, string: a b")
    check(w.shop.Kind.Overloads[s.Double](5), "Double 5")
    check(w.shop.Kind.Overloads[s.String](None), "String ")
    check(w.shop.TryFind.Overloads[s.String, s.Int32, s.Int32]("a", 5), (True, 5))
    says(
        TypeError, "Workshop.Tie has no overload of (Int32); there is\n  Tie(String first, Object second)\n  Tie(Object first, String second)",
        lambda: w.shop.Tie.Overloads[s.Int32])


def scene_constructors_chosen_by_types(w):
    s, knot = system(w), w.conn.modules[OWN].Knot
    says(
        TypeError,
        'Knot(String "a", String "b") is ambiguous between\n  Knot(String first, Object second)\n  Knot(Object first, String second)\n'
        "  name the parameters' types to choose one, as in Knot.Overloads[String, Object](...)",
        knot, "a", "b")
    check((knot.Overloads[s.String, s.Object]("a", "b").Text, s.String.Overloads[s.Char, s.Int32]("a", 3)), ("string, object: a b", "aaa"))
    says(TypeError, "Knot has no overload of (Int32); there is\n  Knot(String first, Object second)\n  Knot(Object first, String second)", lambda: knot.Overloads[s.Int32])
    check((hasattr(s.Console, "Overloads"), hasattr(s.Action, "Overloads")), (False, False))


def scene_arrays_made(w):
    s = system(w)
    check(list(s.Array[s.Int32]([1, 2])), [1, 2])
    check(list(s.Array[s.Double](2)), [0.0, 0.0])
    check(s.Array.CreateInstance(s.Int32, 2, 3)[1, 2], 0)
    says(TypeError, "Array takes the type of its items, as in Array[Int32]; for several dimensions call Array.CreateInstance(Int32, 2, 3)", lambda: s.Array[s.Int32, s.Int32])


def scene_constructors_that_do_not_fit(w):
    s = system(w)
    says(
        TypeError, 'cannot convert String "12" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does', s.Int32, "12")
    check(s.Int32.Parse("12"), 12)
    assert "text is parsed by Decimal.Parse(...)" in str(raises(TypeError, s.Decimal, "1.5"))
    check(str(s.Decimal.Parse("1.5")), "1.5")
    says(TypeError, "Console is a static class: it has no instances of its own", s.Console)
    says(TypeError, "Stream is abstract: it has no instances of its own", s.IO.Stream)
    assert "is not callable" in str(raises(TypeError, s.IDisposable))


def scene_enum_types(w):
    colour = w.conn.modules[OWN].Workshop.Ref.Colour
    check([str(each) for each in colour], ["Red", "Green"])
    check((colour["Red"] == colour.Red, colour(2) == colour.Green, colour("Red") == colour.Red, int(colour.Green)), (True, True, True, 2))
    check(repr(colour.Red), "<Colour.Red: 1>")
    says(KeyError, 'Colour has no String "Blue"; there is Red, Green', lambda: colour["Blue"])
    says(TypeError, 'cannot convert String "Blue" to Colour: there is Red, Green', colour, "Blue")
    raises(AttributeError, lambda: colour.Blue)
    check((len(colour), colour.Red in colour, str(colour.Red + 1)), (2, True, "Green"))
    says(AttributeError, "Colour has no public member 'value'; write int(x)", getattr, colour.Red, "value")
    options = system(w).StringSplitOptions
    check((options["None"] == getattr(options, "None"), str(w.shop.Options("None"))), (True, "None"))
    says(AttributeError, "type StringSplitOptions has no public member 'None_'; write getattr(x, \"None\")", getattr, options, "None_")


def scene_nested_types(w):
    own = w.conn.modules[OWN]
    check(own.Workshop.Ref.Greeting, "nested")
    check(repr(own.Workshop.Ref), "<class 'DynamicRpyc.Tests.Interop.Clients.Workshop.Ref'>")
    check(w.shop.Reference().__class__ is own.Workshop.Ref, True)
    s = system(w)
    check(repr(own.Shelf[s.Int32].Box)[:60], "<class 'DynamicRpyc.Tests.Interop.Clients.Shelf<Int32>.Box'>")
    check((own.Shelf[s.Int32].Box().Content, own.Shelf[s.Int32].Pair[s.String]().Names), (0, "Int32, String"))
    says(TypeError, "Pair does not take 2 type arguments; there is Pair<T, TOther>", lambda: own.Shelf[s.Int32].Pair[s.Int32, s.Int32])


def scene_static_members(w):
    own = w.conn.modules[OWN]
    own.Workshop.Made = 7
    check((own.Workshop.Made, w.shop.Made, own.Workshop.Answer), (7, 7, 42))
    says(AttributeError, "'Answer' of type Workshop is read-only", setattr, own.Workshop, "Answer", 1)
    says(
        AttributeError, "type Workshop has no public member 'Numbers': it is one of its instances; call it on an object, such as Workshop(...).Numbers",
        getattr, own.Workshop, "Numbers")


def scene_dir_of_types(w):
    own = w.conn.modules[OWN]
    check([name for name in dir(own.Workshop) if not name.startswith("__")], ["Answer", "Made", "Ref", "RefCallback"])
    check((own.Workshop.FullName, own.Workshop.IsSealed), (OWN + ".Workshop", True))


def scene_names_of_python_say_what_to_write(w):
    numbers, ages = w.shop.Numbers(1), w.shop.Ages()
    for target, name, instead in (
            (numbers, "append", "x.Add(item)"), (numbers, "extend", "x.AddRange(items)"), (ages, "pop", "x.Remove(key)"),
            (ages, "update", "x[key] = value for each"), (ages, "setdefault", "x.TryAdd(key, value), then x[key]"), (w.shop.Kin()[0], "isoformat", 'format(x, "O")')):
        error = str(raises(AttributeError, getattr, target, name)).split("\n")[0]
        assert error.endswith(" has no public member '%s'; write %s" % (name, instead)), error


def scene_names_of_other_bridges_say_what_to_write(w):
    numbers = w.shop.Numbers(1)
    for target, name, instead in (
            (w.shop, "get_Limit", "x.Limit"), (w.shop, "set_Limit", "x.Limit = value"), (numbers, "get_Item", "x[index]"), (numbers, "set_Item", "x[index] = value"),
            (w.bell(), "add_Rung", "x.Rung += handler"), (w.bell(), "remove_Rung", "x.Rung -= handler")):
        error = str(raises(AttributeError, getattr, target, name)).split("\n")[0]
        assert error.endswith(" has no public member '%s'; write %s" % (name, instead)), error
    says(AttributeError, "Workshop has no public member 'take_list'; did you mean 'TakeList'?", getattr, w.shop, "take_list")
    says(AttributeError, "namespace System has no public member 'strings'", getattr, system(w), "strings")


def scene_properties_set(w):
    w.shop.Limit = None
    check(w.shop.Limit, None)
    w.shop.Limit = 6
    check(w.shop.Limit, 6)
    w.shop.Huge = -2 ** 100
    check(w.shop.Huge, -2 ** 100)
    w.shop.Opened = datetime(2024, 2, 29, 12)
    check(obtain(w.shop.Opened), datetime(2024, 2, 29, 12))
    says(AttributeError, "Workshop has no public member 'NewName'", setattr, w.shop, "NewName", 1)
    says(AttributeError, "'Kind' of Workshop cannot be assigned to", setattr, w.shop, "Kind", 1)
    says(AttributeError, "'Limit' of Workshop cannot be deleted: the members of a CLR object are fixed", delattr, w.shop, "Limit")
    assert "cannot convert String" in str(raises(TypeError, setattr, w.shop, "Limit", "x"))


def scene_extension_methods_of_imported_namespaces(w):
    conn = rpyc.classic.connect(*sys.argv[2:])
    own = conn.modules["System.Collections.Generic"]
    numbers = own.List[conn.modules.System.Int32](range(5))
    says(AttributeError, "List<Int32> has no public member 'Where'", getattr, numbers, "Where")
    check("Where" in dir(numbers), False)
    conn.modules["System.Linq"]
    check("Where" in dir(numbers), True)
    check(list(numbers.Where(lambda n: n > 2).Select(lambda n: n * 10)), [30, 40])
    check((numbers.Sum(), numbers.First(), list(numbers.OrderByDescending(lambda n: n))), (10, 0, [4, 3, 2, 1, 0]))
    check(numbers.Aggregate(lambda a, b: a + b), 10)
    check(list(numbers.Select[conn.modules.System.Int32, conn.modules.System.String](lambda n: "n%d" % n).ToList()), ["n0", "n1", "n2", "n3", "n4"])
    raises(AttributeError, lambda: conn.modules.System.Random(1).Where)
    error = str(raises(TypeError, numbers.Where, 5))
    assert "Enumerable.Where(List<Int32>, Int32 5) fits no overload:" in error and "cannot convert Int32 5 to Func<Int32, Boolean>" in error, error
    says(
        TypeError,
        "Enumerable.Sum(List<Int32>, remote builtins.function) is ambiguous between\n  Sum<Int32>(IEnumerable<Int32> source, Func<Int32, Int32> selector)\n"
        "  Sum<Int32>(IEnumerable<Int32> source, Func<Int32, Int64> selector)\n"
        "  name the parameters' types to choose one, as in Sum[Int32].Overloads[Func[Int32, Int32]](...)",
        numbers.Sum, lambda n: n)
    s = conn.modules.System
    check((numbers.Sum[s.Int32].Overloads[s.Func[s.Int32, s.Int32]](lambda n: 2 * n), numbers.Sum(s.Func[s.Int32, s.Double](lambda n: n / 2))), (20, 5.0))
    conn.close()


def scene_extension_methods_behind_own_members(w):
    """As in C#: where none of the object's own methods fits. A sequence that LINQ made has no Count but LINQ's; a list's is its property."""
    linq = w.conn.modules["System.Linq"]
    row = w.shop.Row(3)
    check((list(row.Reverse()), row.Take(2).Count(), row.Where(lambda n: n > 0).Count(lambda n: n > 1)), ([2, 1, 0], 2, 1))
    check([(group.Key, group.Count(), len(group)) for group in w.shop.Groups()], [(1, 1, 1), (2, 2, 2)])
    check((row.Count, linq.Enumerable.Count(row, lambda n: n > 0)), (3, 2))


def scene_extension_methods_of_the_host_program(w):
    check(w.shop.Describe(), "plain workshop item 1")
    check(w.shop.Describe(how="fancy"), "fancy workshop item 1")
    check(w.shop.Numbers(3).Second(), 1)
    check([reading.Tag() for reading in w.shop.Readings()], ["#a", "#b"])
    check(hasattr(w.shop, "Tag"), False)


def scene_isinstance(w):
    s, g = system(w), generic(w)
    row, numbers = w.shop.Row(1), w.shop.Numbers(1)
    check((isinstance(row, s.Array), isinstance(numbers, s.Array), isinstance(row, s.Collections.IEnumerable)), (True, False, True))
    check((isinstance(numbers, g.List[s.Int32]), isinstance(numbers, g.List[s.String]), isinstance(numbers, g.List), isinstance(numbers, g.IList)), (True, False, True, True))
    check((isinstance(w.door(), s.IDisposable), isinstance(w.shop, s.IDisposable)), (True, False))


def scene_mappings(w):
    ages = w.shop.Ages()
    check(dict(ages), {"Ada": 36, "Grace": 85})
    check({**ages}, {"Ada": 36, "Grace": 85})
    check((list(ages.keys()), list(ages.values()), list(ages.items())), (["Ada", "Grace"], [36, 85], [("Ada", 36), ("Grace", 85)]))
    check((ages.get("Ada"), ages.get("x"), ages.get("x", 5)), (36, None, 5))
    for name, age in ages.items():
        check(ages[name], age)
    check("{Ada} {Grace}".format(**ages), "36 85")
    check([pair.Key for pair in ages], ["Ada", "Grace"])


def scene_docstrings_from_xml(w):
    library = w.conn.modules.DynamicRpyc
    text = library.Rpyc.ConnectThread.__doc__
    for words in ("static Connection ConnectThread(IService service = null", "\n    Makes a connection to another service in this process", "\n    service: What this side offers; null offers nothing."):
        assert words in text, text
    assert "raises IOException: No address of the host" in library.Rpyc.Connect.__doc__
    assert library.RpycConfig.__doc__.startswith("Every setting of a connection, with RPyC's defaults."), library.RpycConfig.__doc__
    assert library.RpycConfig().__doc__.startswith("Every setting")
    assert w.shop.__doc__.endswith("Workshop()"), w.shop.__doc__
    check(system(w).Math.__doc__, None)
    check((w.bell().Rung.__doc__, w.shop.Ages().keys().__doc__, iter(w.shop.Row(1)).__doc__), ("event EventHandler Rung", None, None))
    text = w.conn.root.getconn().Disconnected.__doc__
    assert text.startswith("event EventHandler<DisconnectedEventArgs> Disconnected\n    "), text


def scene_help_shows_xml(w):
    printed = io.StringIO()
    with redirect_stdout(printed):
        help(w.conn.modules.DynamicRpyc.Rpyc)
        help(w.conn.modules[OWN].WorkshopService())
    text = printed.getvalue()
    assert "Makes a connection to another service in this process" in text and "static Connection Connect(String host" in text, text
    assert "OnConnect(_self, *args, **kwargs)\n |      Called once when the connection works" in text, text


def scene_help_on_a_method(w):
    printed = io.StringIO()
    with redirect_stdout(printed):
        help(w.shop.Defaults)
    assert "Defaults(*args, **kwargs) method of" in printed.getvalue(), printed.getvalue()


def scene_rounding(w):
    """RPyC's default settings refuse __round__, of Python's objects too."""
    price = w.shop.Kin()[6]
    check((round(price), round(price, 1) == Decimal("1.1"), type(round(price))), (1, True, int))


def scene_numpy_asarray(w):
    expected = {
        "bool": "|b1", "sbyte": "|i1", "int16": "<i2", "uint16": "<u2", "int32": "<i4", "uint32": "<u4", "int64": "<i8", "uint64": "<u8", "half": "<f2", "float": "<f4",
        "double": "<f8", "complex": "<c16", "string": "<U5", "date": "<M8[us]", "span": "<m8[us]", "jagged": "<i8",
    }
    arrays = {name: numpy.asarray(w.shop.Data(name)) for name in expected}
    check({name: array.dtype.str for name, array in arrays.items()}, expected)
    check([arrays[name].tolist() for name in ("bool", "sbyte", "uint16", "int64", "uint64", "half", "complex", "string", "jagged")], [
        [True, False], [-1, 2], [1, 65535], [-1, 2 ** 63 - 1], [1, 2 ** 64 - 1], [0.5, 2.0], [1 + 2j, -1j], ["one", "three"], [[1, 2], [3, 4]]])
    check((arrays["double"][0], bool(numpy.isnan(arrays["double"][1]))), (0.5, True))
    check(arrays["date"].tolist(), [datetime(2024, 2, 29, 12), datetime(1, 1, 1)])
    check(arrays["span"].tolist(), [timedelta(seconds=1.5), timedelta(days=-1)])


def scene_numpy_shapes_and_lists(w):
    matrix = numpy.asarray(w.shop.Matrix())
    check((matrix.tolist(), matrix.flags.writeable, matrix.flags.aligned), ([[1, 2, 3], [4, 5, 6]], True, True))
    check(numpy.asarray(w.shop.Data("cube")).shape, (2, 3, 4))
    check(numpy.asarray(w.shop.Row(0)).shape, (0,))
    numbers = numpy.asarray(w.shop.Numbers(3))
    check((numbers.tolist(), numbers.dtype.str), ([0, 1, 2], "<i4"))
    check((numpy.mean(w.shop.Row(5)), numpy.asarray(w.shop.Row(3)).astype(float).tolist()), (2.0, [0.0, 1.0, 2.0]))
    prices = numpy.asarray(generic(w).List[system(w).Decimal]([Decimal("1.10")]))
    check((prices.tolist(), prices.dtype.str), ([Decimal("1.10")], "|O"))
    check(numpy.asarray(w.shop.Data("enum")).tolist(), [1, 2])
    readings = numpy.asarray(w.shop.AllReadings())
    check((readings.dtype.str, readings.shape, [reading.Name for reading in readings]), ("|O", (2,), ["a", "b"]))
    check(numpy.frombuffer(w.conn.modules.System.Convert.FromBase64String("AQI="), "u1").tolist(), [1, 2])
    check(numpy.asarray(w.shop.Row(1000000)).sum(), sum(range(1000000)))


def scene_numpy_values_as_arguments(w):
    check(w.shop.TakeArray(numpy.array([1, 2])), "Array 1,2")
    check(w.shop.TakeReadOnly(numpy.array([1.5, 2])), "ReadOnly 1.5,2")
    check(w.shop.TakeTable(numpy.array([[1.0, 2.0], [3.0, 4.0]])), "Table 1,2;3,4")
    check((w.shop.Kind(numpy.float64(1.5)), w.shop.Kind(numpy.int64(5)), w.shop.Narrow(numpy.int32(5)), w.shop.Nullable(numpy.int64(5))), ("Double 1.5", "Int64 5", "5", "5"))
    check(w.shop.Moment(numpy.datetime64("2024-02-29T12:30:00")), "2024-02-29T12:30:00.0000000 Unspecified")


def scene_obtain_copies(w):
    check(obtain(w.shop.Numbers(3)), [0, 1, 2])
    check(w.conn.modules["System.Text.Json"].JsonSerializer.Serialize(generic(w).List[system(w).Object]([1, "a"])), '[1,"a"]')
    check(obtain(w.shop.Matrix()), [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    check(obtain(w.shop.Ages()), {"Ada": 36, "Grace": 85})
    check(obtain(w.shop.CountUp(3)), [0, 1, 2])
    check(obtain(w.shop.Data("enum")), [1, 2])
    check((obtain(w.shop.Expando()), obtain(w.shop.Prices()), obtain(w.shop.Ages().keys())), ({"name": "Ada"}, {"nail": 1, "saw": 20}, ["Ada", "Grace"]))
    check(copy.copy(w.shop.Numbers(2)), [0, 1])
    error = str(raises(TypeError, obtain, w.shop))
    assert error.startswith("A DynamicRpyc.Tests.Interop.Clients.Workshop cannot be pickled: only numbers, texts, bytes, dates"), error


def scene_obtain_gives_python_kin(w):
    naive, utc, offset, day, clock, span, price, key = obtain(w.shop.Kin())
    check(naive, datetime(2024, 2, 29, 12, 30, 15, 123456))
    check((naive.tzinfo, utc.utcoffset(), offset.utcoffset()), (None, timedelta(0), timedelta(hours=5, minutes=30)))
    check(utc, datetime(2024, 2, 29, 12, 30, 15, tzinfo=timezone.utc))
    check((day, clock, span), (date(2024, 2, 29), time(12, 30, 15), timedelta(days=-1, hours=2, minutes=3, seconds=4, milliseconds=5)))
    check((price, str(price), key), (Decimal("1.10"), "1.10", UUID("00112233-4455-6677-8899-aabbccddeeff")))
    check(obtain(system(w).DateTime(2024, 2, 29)), datetime(2024, 2, 29))
    check(obtain(system(w).Decimal.MaxValue), Decimal("79228162514264337593543950335"))


def scene_kin_go_there_and_back(w):
    moments = [datetime(2024, 2, 29, 12, 30, 15, 123456), datetime(1999, 12, 31, 23, 59, 59, tzinfo=timezone.utc), datetime.min, datetime.max]
    check(obtain(generic(w).List[system(w).DateTime](moments)), moments)
    spans = [timedelta(0), timedelta(days=-1, microseconds=1), timedelta(weeks=100, microseconds=999999)]
    check(obtain(generic(w).List[system(w).TimeSpan](spans)), spans)
    check(obtain(generic(w).List[system(w).Guid]([UUID(int=1), UUID(int=2 ** 128 - 1)])), [UUID(int=1), UUID(int=2 ** 128 - 1)])
    check(obtain(generic(w).List[system(w).DateOnly]([date.min, date.max])), [date.min, date.max])
    check(obtain(generic(w).List[system(w).TimeOnly]([time.min, time.max])), [time.min, time.max])


def scene_rows_for_a_data_frame(w):
    """What pandas.DataFrame takes: sequences of tuples, dicts of columns, arrays."""
    raises(TypeError, isinstance, w.shop.Row(1), collections.abc.Sequence)
    rows = [(reading.Name, reading.Value, obtain(reading.At)) for reading in w.shop.Readings()]
    check(rows, [("a", 1.5, datetime(2024, 1, 1)), ("b", 2.5, datetime(2024, 1, 2))])
    w.conn.modules["System.Linq"]
    columns = {name: numpy.asarray(w.shop.Readings().Select(lambda reading, name=name: getattr(reading, name)).ToArray()) for name in ("Name", "Value")}
    check({name: column.tolist() for name, column in columns.items()}, {"Name": ["a", "b"], "Value": [1.5, 2.5]})
    check(list(buffiter(w.shop.Numbers(100), chunk=30)), list(range(100)))
    table = w.conn.modules["System.Data"].DataTable()
    table.Columns.Add("name")
    table.Columns.Add("age").DataType = system(w).Int32
    table.Rows.Add("Ada", 36)
    check([(row["name"], row["age"]) for row in table.Rows], [("Ada", 36)])
    check([obtain(row.ItemArray) for row in table.Rows], [["Ada", 36]])


if __name__ == "__main__":
    run(globals(), world(*sys.argv[1:]))
