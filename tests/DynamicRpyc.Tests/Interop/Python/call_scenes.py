"""How Python code calls C# methods, one scene a row: call_scenes.py classic|service HOST PORT. Both kinds of server pass the same scenes."""
import sys
from datetime import datetime

import rpyc

from scenes import check, raises, run, says
from worlds import world


def scene_keyword_arguments(w):
    check(w.shop.Defaults(first=1, third=2, second="b", day="Monday"), "1 b 2 Monday")
    check(w.shop.Defaults(1, third=0.5), "1 two 0.5 Friday")
    signature = 'Defaults(Int32 first, String second = "two", Double third = 3.5, DayOfWeek day = DayOfWeek.Friday)'
    says(TypeError, "Workshop.Defaults(Int32 1, nope: Int32 3) fits no overload:\n  %s: no parameter is named 'nope'" % signature, w.shop.Defaults, 1, nope=3)
    says(TypeError, "Workshop.Defaults(Int32 1, first: Int32 2) fits no overload:\n  %s: argument 'first' is given twice" % signature, w.shop.Defaults, 1, first=2)


def scene_default_arguments(w):
    check(w.shop.Defaults(1), "1 two 3.5 Friday")
    check(w.shop.Defaults(1, "x", 7), "1 x 7 Friday")
    error = raises(TypeError, w.shop.Defaults)
    assert "argument 'first' is missing" in str(error), error
    assert "takes 4 arguments, but 5 positional were given" in str(raises(TypeError, w.shop.Defaults, 1, "2", 3, 4, 5))


def scene_params_arguments(w):
    check(w.shop.Rest("a"), "a:")
    check(w.shop.Rest("a", 1, 2, 3), "a:1,2,3")
    check(w.shop.Rest("a", *range(3)), "a:0,1,2")
    check(w.shop.Rest("a", [1, 2]), "a:1,2")
    check(w.shop.Rest("a", (1, 2)), "a:1,2")
    check(w.shop.Anything(), "")
    check(w.shop.Anything(1, None, "x", 2.5), "1|null|x|2.5")
    check(w.shop.Anything(None), "null")
    says(
        TypeError,
        'Workshop.Rest(String "a", String "x") fits no overload:\n  Rest(String first, params Int32[] rest): '
        "argument 'rest': cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does",
        w.shop.Rest, "a", "x")


def scene_overloads_by_number(w):
    check(w.shop.Kind(1), "Int32 1")
    check(w.shop.Kind(2 ** 40), "Int64 1099511627776")
    check(w.shop.Kind(2 ** 80), "BigInteger 1208925819614629174706176")
    check(w.shop.Kind(1.5), "Double 1.5")
    check(w.shop.Kind(True), "Boolean True")


def scene_overloads_by_kind(w):
    check(w.shop.Kind("x"), "String x")
    check(w.shop.Kind(b"abc"), "Byte[] 3")
    check(w.shop.Kind(lambda: 1), "Action")
    check(w.shop.Kind(datetime(2024, 2, 29, 1, 2, 3)), "DateTime 2024-02-29T01:02:03")
    check(w.shop.Kind({"a": 1}), "IDictionary 1")
    for items in ([1, 2], (1, 2), {1, 2}, range(2), ["a", None], (x for x in "ab")):
        check(w.shop.Kind(items), "IEnumerable 2")


def scene_overloads_none_fits_lists_all_with_reasons(w):
    text = str(raises(TypeError, w.shop.Kind, 1j)).split("\n\n")[0].split("\n")
    check(text[0], "Workshop.Kind(Complex) fits no overload:")
    check(len(text), 15)
    check(text[1], "  Kind(Int32 value): argument 'value': cannot convert Complex to Int32")
    check(text[5], "  Kind(String value): argument 'value': cannot convert Complex to String: only text is text; convert it to a string first")


def scene_overloads_tie_lists_both(w):
    says(
        TypeError,
        'Workshop.Tie(String "a", String "b") is ambiguous between\n  Tie(String first, Object second)\n  Tie(Object first, String second)\n'
        "  name the parameters' types to choose one, as in Tie.Overloads[String, Object](...)",
        w.shop.Tie, "a", "b")
    check(w.shop.Tie("a", 1), "string, object: a 1")


def scene_out_parameters_are_extra_tuple_items(w):
    check(w.shop.TryHalve(6), (True, 3))
    check(w.shop.TryHalve(5), (False, 2))
    head, tail = w.shop.Split("abc")
    check((head, tail), ("a", "bc"))


def scene_ref_parameters_are_extra_tuple_items(w):
    check(w.shop.Bump(5), (6, 6))
    check(w.shop.Bump(5, by=3), (8, 8))


def scene_generic_methods_infer(w):
    check(w.shop.Twin(5), "Int32 5")
    check(w.shop.Twin("x"), "String x")
    check(w.shop.Map("a", 1.5), "String->Double")
    says(TypeError, "Workshop.NameOf() fits no overload:\n  NameOf<T>(): type argument T cannot be inferred; name it by indexing: NameOf[T](...)", w.shop.NameOf)
    says(
        TypeError, "type arguments must be types of the side that owns the generic, such as System.Int32, and closed themselves; remote builtins.int is not; "
        "write System.Int32, System.Int64 or System.Numerics.BigInteger", lambda: w.shop.NameOf[int])


def scene_lambdas_as_delegates(w):
    check(w.shop.Call(lambda x: x * 2), 40)
    check(w.shop.Call(abs), 20)
    check(w.shop.CallPredicate(lambda s: s == "x"), "yes")
    check(w.shop.CallComparison(lambda a, b: a - b), "-1")
    check(w.shop.CallConverter(float), 1.5)
    check(w.shop.CallMany(lambda a, b, c, d: "%r %r %r %r" % (a, b, c, d)), "1 'two' 3.0 True")
    seen = []
    check(w.shop.CallHandler(lambda sender, e: seen.append(sender is w.shop)), "called")
    check(seen, [True])


def scene_lambdas_as_predicates_by_truth(w):
    for result, expected in ((1, "yes"), (0, "no"), ("a", "yes"), ("", "no"), (None, "no"), ([], "no"), ([0], "yes"), (0.0, "no"), ((), "no"), ({"a": 1}, "yes")):
        check(w.shop.CallPredicate(lambda s: result), expected)


def scene_lambdas_that_do_not_fit(w):
    says(TypeError, 'The remote builtins.function returned String "text" where Int32 is needed', w.shop.Call, lambda x: "text")
    says(
        TypeError, "Workshop.Call(Int32 5) fits no overload:\n  Call(Func<Int32, Int32> function): argument 'function': cannot convert Int32 5 to Func<Int32, Int32>",
        w.shop.Call, 5)
    says(
        TypeError,
        "Workshop.CallRef(remote builtins.function) fits no overload:\n  CallRef(RefCallback callback): argument 'callback': cannot convert remote builtins.function to "
        "RefCallback: its parameter 'value' is a System.Int32&, which cannot leave the process; use a delegate type that takes values only.",
        w.shop.CallRef, lambda value: None)
    raises(ZeroDivisionError, w.shop.Call, lambda x: 1 / 0)


def scene_calling_delegates(w):
    adder = w.shop.Adder()
    check(adder(1, 2), 3)
    check(list(map(adder, (1, 2), (3, 4))), [4, 6])
    assert "Invoke(Int32 arg1, Int32 arg2)" in str(raises(TypeError, adder, "a", 2))
    check(w.shop.Recorder()("x"), None)
    check(w.shop.Recorded, "x")


def scene_lists_tuples_ranges_generators_as_collections(w):
    for make in (lambda: [0, 1, 2], lambda: (0, 1, 2), lambda: range(3), lambda: (x for x in (0, 1, 2)), lambda: iter([0, 1, 2]), lambda: map(int, "012"), lambda: {0: "a", 1: "b", 2: "c"}):
        check(w.shop.TakeList(make()), "List 0,1,2")
        check(w.shop.TakeArray(make()), "Array 0,1,2")
        check(w.shop.TakeEnumerable(make()), "Enumerable 0,1,2")
        check(w.shop.TakeReadOnly(make()), "ReadOnly 0,1,2")
        check(w.shop.TakeISet(make()), "ISet 0,1,2")
    check(w.shop.TakeList([]), "List ")
    check(w.shop.TakeArray(bytearray(b"\x01\x02")), "Array 1,2")
    check(w.shop.TakeList(w.shop.Row(3)), "List 0,1,2")


def scene_generators_are_read_as_far_as_needed(w):
    taken = []

    def endless():
        number = 0
        while True:
            taken.append(number)
            yield number
            number += 1
    check(w.shop.TakeFirst(endless()), 0)
    check(taken, [0])


def scene_sets_as_collections(w):
    for items in ({"a", "b"}, frozenset("ab"), ["a", "b", "a"], {"a": 1, "b": 2}, {"a": 1, "b": 2}.keys()):
        check(w.shop.TakeSet(items), "Set a,b")


def scene_dicts_as_collections(w):
    check(w.shop.TakeMap({"b": 2, "a": 1}), "Map a=1,b=2")
    check(w.shop.TakeMap({}), "Map ")
    check(w.shop.TakeDictionary({"a": [1, 2], "b": ()}), "Dictionary a=1,2;b=")
    check(w.shop.TakePairs([("Ada", 36)]), "Pairs Ada:36")
    check(w.shop.TakePairs({"Ada": 36}.items()), "Pairs Ada:36")
    check(w.shop.TakeMap(w.shop.Ages()), "Map Ada=36,Grace=85")


def scene_nested_collections(w):
    check(w.shop.TakeTable([[1, 2], (3, 4.5)]), "Table 1,2;3,4.5")
    check(w.shop.TakeDates([datetime(2024, 1, 1), datetime(2024, 1, 2)]), "Dates 2024-01-01T00:00:00,2024-01-02T00:00:00")


def scene_collections_that_do_not_fit(w):
    take = "TakeList(List<Int32> items): argument 'items': "
    says(TypeError, take + 'item 1 of the remote builtins.list: cannot convert String "a" to Int32', w.shop.TakeList, [1, "a"])
    says(TypeError, "Workshop.TakeList(Int32 5) fits no overload:\n  " + take + "cannot convert Int32 5 to List<Int32>", w.shop.TakeList, 5)
    says(TypeError, 'Workshop.TakeList(String "12") fits no overload:\n  ' + take + 'cannot convert String "12" to List<Int32>', w.shop.TakeList, "12")
    says(
        TypeError,
        "TakeDictionary(Dictionary<String, List<Int32>> map): argument 'map': item 'a' of the remote builtins.dict: item 0 of the remote builtins.list: "
        'cannot convert String "x" to Int32',
        w.shop.TakeDictionary, {"a": ["x"]})
    says(TypeError, "item 'a' of the remote builtins.dict: cannot convert String \"x\" to Int32", w.shop.TakeMap, {"a": "x"})
    error = str(raises(TypeError, w.shop.TakeMap, [("a", 1)]))
    assert "neither a Python mapping nor a .NET dictionary; write dict(...) around it" in error, error


def scene_none_for_nullables(w):
    check(w.shop.Nullable(None), "nothing")
    check(w.shop.Nullable(5), "5")
    check(w.shop.NullableDate(None), "nothing")
    check(w.shop.NullableDate(datetime(2024, 1, 1)), "2024-01-01T00:00:00")
    check(w.shop.Text(None), "nothing")
    says(
        TypeError, "Workshop.Narrow(null) fits no overload:\n  Narrow(Byte value): argument 'value': cannot convert null to Byte", w.shop.Narrow, None)


def scene_integers_of_any_size(w):
    check(w.shop.Square(2 ** 70), 2 ** 140)
    check(w.shop.Square(-3), 9)
    check(type(w.shop.Square(2)), int)
    narrow = "Narrow(Byte value): argument 'value': cannot convert "
    says(TypeError, "Workshop.Narrow(Int32 300) fits no overload:\n  " + narrow + "Int32 300 to Byte: it is out of range", w.shop.Narrow, 300)
    says(
        TypeError, "Workshop.Narrow(Double 1) fits no overload:\n  " + narrow + "Double 1 to Byte: digits are not cut off unasked; convert it to an integer first",
        w.shop.Narrow, 1.0)
    check(w.shop.Single(0.1), "0.1")


def scene_text_and_characters(w):
    check(w.shop.Letter("a"), "a")
    says(
        TypeError, 'Workshop.Letter(String "ab") fits no overload:\n  Letter(Char value): argument \'value\': cannot convert String "ab" to Char: '
        "a Char is a String of length 1, counted in UTF-16",
        w.shop.Letter, "ab")
    says(
        TypeError, "Workshop.Letter(Int32 65) fits no overload:\n  Letter(Char value): argument 'value': cannot convert Int32 65 to Char: "
        "a number is no character; write chr(...) around it",
        w.shop.Letter, 65)
    says(
        TypeError, "Workshop.Text(Int32 5) fits no overload:\n  Text(String value): argument 'value': cannot convert Int32 5 to String: "
        "only text is text; convert it to a string first",
        w.shop.Text, 5)


def scene_enums_as_arguments(w):
    check(w.shop.Day("Monday"), "Monday")
    check(w.shop.Day("monday"), "Monday")
    check(w.shop.Day(3), "Wednesday")
    check(w.shop.Access("Read, Write"), "ReadWrite")
    says(
        TypeError, 'Workshop.Day(String "noday") fits no overload:\n  Day(DayOfWeek day): argument \'day\': cannot convert String "noday" to DayOfWeek: '
        "there is Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday",
        w.shop.Day, "noday")


def scene_except_clauses_on_mapped_exceptions(w):
    for kind, error in (("key", KeyError), ("file", FileNotFoundError), ("argument", ValueError), ("zero", ZeroDivisionError), ("timeout", TimeoutError)):
        try:
            w.shop.Fail(kind)
        except error as caught:
            check(type(caught).__module__, "builtins")
        else:
            raise AssertionError(kind)
    try:
        w.shop.Fail("file")
    except OSError as caught:
        check((caught.errno, caught.filename), (2, "/no/file"))
    error = raises(rpyc.core.vinegar.GenericException, w.shop.Fail, "state")
    check(type(error).__name__, "System.InvalidOperationException")


def scene_async_calls(w):
    slow = rpyc.async_(w.shop.Kind)
    check([slow(value).value for value in (1, "x", 2.5)], ["Int32 1", "String x", "Double 2.5"])


if __name__ == "__main__":
    run(globals(), world(*sys.argv[1:]))
