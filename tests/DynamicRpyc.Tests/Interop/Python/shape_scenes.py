"""The rarer shapes of parameters and results, one scene a row: shape_scenes.py classic|service HOST PORT. Both kinds of server pass the same scenes."""
import csv
import io
import sys
from decimal import Decimal
from fractions import Fraction
from collections import Counter, OrderedDict, deque

from scenes import check, raises, run, says
from worlds import world


def scene_params_collections(w):
    check((w.shop.Spread(), w.shop.Spread(1, 2, 3), w.shop.Spread([1, 2]), w.shop.Spread(*range(2))), ("List ", "List 1,2,3", "List 1,2", "List 0,1"))
    check((w.shop.SpreadLazily("a"), w.shop.SpreadLazily("a", 1, 2), w.shop.SpreadLazily("a", (x for x in (1, 2)))), ("a ", "a 1,2", "a 1,2"))
    check((w.shop.SpreadAny(1, 2), w.shop.SpreadAny("a")), ("Int32 1,2", "String a"))
    says(
        TypeError,
        'Workshop.Spread(Int32 1, String "x") fits no overload:\n  Spread(params List<Int32> items): '
        "argument 'items': cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does",
        w.shop.Spread, 1, "x")


def scene_out_arguments_do_not_take_the_place_of_others(w):
    check((w.shop.TryFind("abc"), w.shop.TryFind("abc", 7), w.shop.TryFind("abc", otherwise=7), w.shop.TryFind("abc", ...)), ((True, 3), (True, 7), (True, 7), (True, 3)))
    check(w.shop.TryHalve(6, None), (True, 3))


def scene_functions_are_called_now(w):
    check(w.shop.Run(lambda: 5), "now 5")


def scene_keyword_arguments_named_like_keywords(w):
    check((w.shop.Keywords(1), w.shop.Keywords(**{"class": 2, "lambda": True})), ("1 False", "2 True"))
    says(
        TypeError, "Workshop.Keywords(class_: Int32 1) fits no overload:\n  Keywords(Int32 class, Boolean lambda = false): no parameter is named 'class_'; write **{\"class\": value}",
        w.shop.Keywords, class_=1)
    says(
        TypeError, "Workshop.Keywords(Class: Int32 1) fits no overload:\n  Keywords(Int32 class, Boolean lambda = false): no parameter is named 'Class'; did you mean 'class'?",
        w.shop.Keywords, Class=1)


def scene_members_named_like_keywords(w):
    options = w.shop.Options("None")
    check((str(options), getattr(options, "None") == options), ("None", True)) if w.kind == "classic" else check(str(options), "None")


def scene_collection_classes(w):
    for make in (lambda: [1, 2, 3], lambda: (1, 2, 3), lambda: range(1, 4), lambda: (x for x in (1, 2, 3)), lambda: deque([1, 2, 3]), lambda: w.shop.Row(4)[1:]):
        check(w.shop.TakeQueue(make()), "1, then 2,3")
        check(w.shop.TakeStack(make()), "3")
        for take in ("TakeSorted", "TakeReadOnlyCollection", "TakeObservable", "TakeBag", "TakeImmutableArray", "TakeImmutableList", "TakeImmutableSet", "TakeMemory", "TakeFrozen", "TakeReadOnlySet", "TakeAsynchronous", "TakeEnumerator"):
            check((take, getattr(w.shop, take)(make())), (take, "1,2,3"))
        check((w.shop.TakeRaw(make()), w.shop.TakeRaw(b"\1", make())), ("1,2,3", "1,1,2,3"))
    check([w.shop.AddToUntypedList(items) for items in ([1, 2], (1, 2), range(1, 3), frozenset([1]))], ["2 1,2,last", "2 1,2,last", "2 1,2,last", "1 1,last"])
    check((w.shop.TakeRaw(frozenset([1])), w.shop.TakeRaw(w.shop.Row(2)), w.shop.TakeRaw(bytearray(b"\2")), w.shop.TakeRaw(())), ("1", "0,1", "2", ""))
    check(w.shop.TakeLinked(["a", "b", "c"]), "a..c")
    check(w.shop.TakeSegment([1, 2.5]), "1,2.5")
    check(w.shop.TakeUntyped([1, "a", None]), "Int32,String,")
    check((w.shop.TakeSorted({3, 1}), w.shop.TakeImmutableSet(frozenset((3, 1)))), ("1,3", "1,3"))
    says(TypeError, "TakeQueue(Queue<Int32> items): argument 'items': item 0 of the remote builtins.list: cannot convert String \"x\" to Int32", w.shop.TakeQueue, ["x"])
    says(
        TypeError, "Workshop.TakeQueue(PyTuple) fits no overload:\n  TakeQueue(Queue<Int32> items): argument 'items': cannot convert PyTuple to Queue<Int32>: "
        "item 1: cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does",
        w.shop.TakeQueue, (1, "x"))


def scene_sets_fit_sets_best(w):
    check([w.shop.TakeSetOrList(items) for items in ({1, 2}, frozenset([1, 2]), [1, 2], (1, 2), w.shop.Row(2))], ["ISet 2", "ISet 2", "IList 2", "IList 2", "IList 2"])
    says(
        TypeError, "Workshop.TakeQueue(FrozenSet<Object>) fits no overload:\n  TakeQueue(Queue<Int32> items): argument 'items': cannot convert FrozenSet<Object> to Queue<Int32>",
        w.shop.TakeQueue, frozenset(["x"]))


def scene_objects_of_own_classes_fit_what_they_can_do(w):
    class Plain:
        def __str__(self):
            return "plain"

    class Callable:
        def __call__(self):
            return 5

    check((w.shop.Write(Plain()), w.shop.Write(Callable()), w.shop.Anything(Plain())), ("Object plain", "Func 5", "plain"))


def scene_files_fit_files_best(w):
    check([w.shop.TakeBytesOrFile(item) for item in (io.BytesIO(b"x"), io.StringIO("x"), b"abc", ["a"])], ["Stream True", "TextReader True", "Byte[] 3", "List 1"])


def scene_lines_of_readers_and_streams(w):
    check((list(w.shop.Reader()), list(w.shop.Binary())), (["one\n", "two\n", "\n", "last\n"], [b"one\n", b"two"]))
    lines = []
    with w.shop.Reader() as reader:
        for line in reader:
            lines.append(line.strip())
    check(lines, ["one", "two", "", "last"])
    check(list(csv.reader(w.shop.Reader())), [["one"], ["two"], [], ["last"]])


def scene_digits_are_not_cut_off_unasked(w):
    """Of numbers that are objects as little as of floats."""
    for value in (Decimal("1.5"), Fraction(3, 2)):
        said = "Nullable(Int32? value): argument 'value': The remote '%s.%s' cannot become a System.Int32: digits are not cut off unasked, and it is 1.5; convert it to an integer first."
        says(TypeError, said % (type(value).__module__, type(value).__name__), w.shop.Nullable, value)
        assert "digits are not cut off unasked" in str(raises(TypeError, w.shop.TakeList, [1, value]))
        check((w.shop.Nullable(2 * value), w.shop.TakeList([value + value]), w.shop.Single(value)), ("3", "List 3", "1.5"))
    check((w.shop.Kind(Decimal("1.5")), w.shop.Kind(Fraction(1, 2))), ("Decimal 1.5", "Double 0.5"))


def scene_nested_lists_as_grids(w):
    check((w.shop.TakeGrid([[1, 2, 3], [4, 5, 6]]), w.shop.TakeGrid(((1, 2), [3, 4])), w.shop.TakeGrid([])), ("2x3 1,2,3,4,5,6", "2x2 1,2,3,4", "0x0 "))
    check(w.shop.TakeCube([[[1, 2]], [[3, 4.5]]]), "2x1x2 1,2,3,4.5")
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': The remote 'builtins.list' cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both.", w.shop.TakeGrid, [[1, 2], [3]])
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': cannot convert PyTuple to Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both", w.shop.TakeGrid, ((1, 2), (3,)))
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': The remote 'builtins.list' cannot become a System.Int32[,]: it has fewer than 2 dimensions.", w.shop.TakeGrid, [1, 2])


def scene_collections_of_its_own(w):
    for make in (lambda: [1, 2], lambda: (1, 2), lambda: range(1, 3), lambda: (x for x in (1, 2)), lambda: frozenset([1, 2])):
        check(w.shop.TakeOwnBag(make()), "OwnBag 1,2")
    check((w.shop.TakeOwnMap({"a": 1}), w.shop.TakeNames({"a": "1", "b": "2"})), ("OwnDictionary [a, 1]", "a=1,b=2"))
    says(TypeError, "TakeOwnBag(OwnBag items): argument 'items': item 0 of the remote builtins.list: cannot convert String \"x\" to Int32", w.shop.TakeOwnBag, ["x"])


def scene_dictionary_classes(w):
    for make in (lambda: {"b": 2, "a": 1}, lambda: OrderedDict(b=2, a=1), lambda: Counter(b=2, a=1)):
        check(w.shop.TakeSortedMap(make()), "[a, 1],[b, 2]")
        check((w.shop.TakeConcurrentMap(make()), w.shop.TakeImmutableMap(make()), w.shop.TakeHashtable(make())), ("1", "1", "1"))
        check((w.shop.TakeImmutableMapInterface(make()), w.shop.TakeWideMap(make())), ("1", "b=2,a=1"))
        check((w.shop.TakeTuples(make()), w.shop.TakeFrozenMap(make())), ("(b, 2),(a, 1)", "1"))
        check((w.shop.TakeEntries(make()), w.shop.TakeEntryList(make())), ("[b, 2],[a, 1]", "[b, 2],[a, 1]"))
    check((w.shop.TakeEntries([("a", 1)]), w.shop.TakeEntries({"a": 1}.items()), w.shop.TakeEntries({})), ("[a, 1]", "[a, 1]", ""))
    check((w.shop.TakeTuples([("a", 1)]), w.shop.TakeTuples((("a", 1),)), w.shop.TakeTuples({"a": 1}.items())), ("(a, 1)", "(a, 1)", "(a, 1)"))
    says(
        TypeError, "a key of the remote builtins.dict: cannot convert PyTuple to String; pairs of a mapping are keys with their values, "
        "its keys alone are nr.keys().", w.shop.TakeTuples, {("a", 1): 2})
    says(
        TypeError, "Workshop.TakeSortedMap(PyTuple) fits no overload:\n  TakeSortedMap(SortedDictionary<String, Int32> map): argument 'map': "
        "cannot convert PyTuple to SortedDictionary<String, Int32>: write dict(...) around it", w.shop.TakeSortedMap, (("a", 1),))
    assert "item 'a' of the remote builtins.dict: cannot convert String \"x\" to Int32" in str(raises(TypeError, w.shop.TakeEntries, {"a": "x"}))
    check([(key, value) for key, value in w.shop.Table()], [("a", 1)])
    ages, table = w.shop.Ages(), w.shop.Table()
    check((w.shop.TakeSortedMap(ages), w.shop.TakeWideMap(ages), w.shop.TakeHashtable(table)), ("[Ada, 36],[Grace, 85]", "Ada=36,Grace=85", "1"))
    check((w.shop.TakeConcurrentMap(table), w.shop.TakeImmutableMap(table), w.shop.TakeImmutableMapInterface(table), w.shop.TakeFrozenMap(table)), ("1", "1", "1", "1"))
    check((w.shop.TakeTuples(ages), w.shop.TakeEntryList(ages)), ("(Ada, 36),(Grace, 85)", "[Ada, 36],[Grace, 85]"))
    says(
        TypeError, "Workshop.TakeDictionary(Dictionary<String, Int32>) fits no overload:\n  TakeDictionary(Dictionary<String, List<Int32>> map): argument 'map': "
        "cannot convert Dictionary<String, Int32> to Dictionary<String, List<Int32>>: cannot convert Int32 36 to List<Int32>", w.shop.TakeDictionary, ages)
    check((dict(w.shop.Table()), "a" in w.shop.Table(), len(w.shop.Table())), ({"a": 1}, True, 1))


def scene_tuples_tell_which_item(w):
    check((w.shop.TakePair((1, "a")), w.shop.TakePair([1, "a"])), ("1 a", "1 a"))
    pair = "TakePair(ValueTuple<Int32, String> pair): argument 'pair': cannot convert PyTuple to ValueTuple<Int32, String>: "
    says(TypeError, "Workshop.TakePair(PyTuple) fits no overload:\n  " + pair + "it has 3 items, 2 are needed", w.shop.TakePair, (1, "a", 2))
    says(
        TypeError, "Workshop.TakePair(PyTuple) fits no overload:\n  " + pair + "item 1: cannot convert Int32 2 to String: only text is text; convert it to a string first",
        w.shop.TakePair, (1, 2))


def scene_slices_as_ranges(w):
    check((w.shop.TakeRange(slice(1, -1)), w.shop.TakeRange(slice(None))), ("1..^1", "0..^0"))
    says(
        TypeError, "Workshop.TakeRange(PySlice) fits no overload:\n  TakeRange(Range range): argument 'range': cannot convert PySlice to Range: a Range has integer bounds and no step",
        w.shop.TakeRange, slice(0, 4, 2))
    check((w.shop.TakeIndex(2), w.shop.TakeIndex(-2)), ("2", "^2"))
    check((w.shop.GiveIndex(2), w.shop.GiveRange()), (-2, slice(1, -1)))
    check(str(w.shop.GiveIndex(0)), "^0")


def scene_texts_that_make_objects(w):
    says(
        TypeError, 'Workshop.TakeUri(String "http://a/") fits no overload:\n  TakeUri(Uri uri): argument \'uri\': cannot convert String "http://a/" to Uri: '
        "it is not made unasked; write Uri(...)",
        w.shop.TakeUri, "http://a/")


def scene_functions_need_a_delegate_type(w):
    check(w.shop.TakeAnyFunction(w.shop.Doubler()), "40")
    says(
        TypeError, "Workshop.TakeAnyFunction(remote builtins.function) fits no overload:\n  TakeAnyFunction(Delegate function): argument 'function': "
        "cannot convert remote builtins.function to Delegate: it does not say what the function takes; write a delegate type around it, as in "
        "System.Func[System.Object, System.Object](...)",
        w.shop.TakeAnyFunction, lambda x: x)


def scene_enum_arithmetic(w):
    read, write = w.shop.Data("enum")
    check((str(read + 1), str(1 + read), str(write - 1), write - read, type(write - read)), ("Write", "Write", "Read", 1, int))
    check((read in (read | write), write in read, read in read), (True, False, True))
    assert "unsupported operand type(s) for +" in str(raises(TypeError, lambda: read + write))
    assert "unsupported operand type(s) for -" in str(raises(TypeError, lambda: 1 - read))
    assert "unsupported operand type(s) for +" in str(raises(TypeError, lambda: read + 2 ** 40))


def scene_memory_is_a_sequence(w):
    window = w.shop.Window(4)
    check((len(window), list(window), window[0], window[-1], 3 in window, 9 in window), (4, [1, 2, 3, 4], 1, 4, True, False))
    check((list(window[1:3]), list(window[::-2]), list(reversed(window)), window.index(3), window.count(3), sum(window)), ([2, 3], [4, 2], [4, 3, 2, 1], 2, 1, 10))
    window[0], window[-1] = 10, 40
    window[1:3][0] = 20
    check(list(window), [10, 20, 3, 40])
    window[::2] = [7, 8]
    check((list(window), [a + b for a, b in zip(window, range(4))]), ([7, 20, 8, 40], [7, 21, 10, 43]))
    check((w.shop.TakeMemory(window), w.shop.TakeArray(window), w.shop.TakeList(window)), ("7,20,8,40", "Array 7,20,8,40", "List 7,20,8,40"))
    raises(IndexError, lambda: window[4])
    says(ValueError, "1 items cannot replace 2: a memory keeps its length", window.__setitem__, slice(1, 3), [1])
    says(TypeError, "'item' of Memory<Int32>: cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does", window.__setitem__, 0, "x")


def scene_memory_that_is_read_only(w):
    readout = w.shop.Readout()
    check((len(readout), list(readout), readout[1], list(readout[1:])), (3, [0.5, 1.5, 2.5], 1.5, [1.5, 2.5]))
    check((hasattr(readout, "__getitem__"), hasattr(readout, "__setitem__")), (True, False))


def scene_memory_of_bytes_is_bytes(w):
    check((w.shop.Raw(), bytes(w.shop.Raw()), type(w.shop.Raw())), (b"\2\3", b"\2\3", bytes))
    check((bytes(w.shop.Window(3)), bytearray(w.shop.Row(3))), (b"\1\2\3", bytearray(b"\0\1\2")))


def scene_array_segments(w):
    segment = w.shop.Segment()
    check((len(segment), list(segment), segment[-1], list(segment[:1]), "c" in segment, segment.index("c")), (2, ["b", "c"], "c", ["b"], True, 1))
    check(w.shop.TakeStrings(segment), "Strings b,c")


def scene_spans_say_what_to_write(w):
    says(
        TypeError, "Workshop.Stripe() fits no overload:\n  Stripe(): gives a Span<Int32>, which lives in one call on one stack and cannot be passed; in C#, have Memory<T> or an array in its place",
        w.shop.Stripe)
    says(
        AttributeError, "'Title' of Workshop is a ReadOnlySpan<Char>, which lives in one call on one stack and cannot be passed; in C#, have Memory<T> or an array in its place",
        getattr, w.shop, "Title")


def scene_mapping_methods_that_read(w):
    for ages in (w.shop.Ages(), w.shop.Table()):
        check([key for key in ages.keys()], [key for key, value in ages])
    ages = w.shop.Ages()
    check((dict(ages), {**ages}, list(ages.values())), ({"Ada": 36, "Grace": 85}, {"Ada": 36, "Grace": 85}, [36, 85]))
    check((ages.get("Ada"), ages.get("x"), ages.get("x", 5), ages.get(None, 6)), (36, None, 5, 6))
    check(sum(age for name, age in ages.items()), 121)
    check("{Ada} {Grace}".format(**ages), "36 85")
    prices = w.shop.Prices()
    check((prices["saw"], "nail" in prices, "axe" in prices, len(prices), list(prices.items()), prices.get("axe", 0)), (20, True, False, 2, [("nail", 1), ("saw", 20)], 0))


def scene_mapping_views_are_walked_again(w):
    ages = w.shop.Ages()
    keys, values, items = ages.keys(), ages.values(), ages.items()
    check((len(keys), len(values), len(items)), (2, 2, 2))
    check((list(items), list(items), sorted(keys), max(values)), ([("Ada", 36), ("Grace", 85)], [("Ada", 36), ("Grace", 85)], ["Ada", "Grace"], 85))
    check(("Ada" in keys, "x" in keys, 36 in values, 37 in values, ("Ada", 36) in items, ("Ada", 37) in items), (True, False, True, False, True, False))
    ages["Alan"] = 41
    check((len(keys), list(zip(keys, values))[-1]), (3, ("Alan", 41)))


def scene_sequence_methods_that_read(w):
    for items in (w.shop.Numbers(5), w.shop.Row(5)):
        check((items.index(3), items.index(3, 1, 4), items.index(3, -3), items.count(3), items.count(9), items.count("3")), (3, 3, 3, 1, 0, 0))
        says(ValueError, "Int32 9 is not in this %s" % ("List<Int32>" if items.index(0) == 0 and hasattr(items, "__delitem__") else "Int32[]"), items.index, 9)
        raises(ValueError, items.index, 3, 0, 3)


def scene_keyword_arguments_of_lambdas(w):
    add = w.shop.Adder()
    check((add(1, right=2), add(left=1, right=2), add(right=1, left=2), add(arg1=1, arg2=2), w.shop.Doubler()(value=4), w.shop.Doubler()(arg=4)), (3, 3, 3, 3, 8, 8))
    w.shop.Recorder()(text="by name")
    check(w.shop.Recorded, "by name")
    says(
        TypeError, "Func<Int32, Int32, Int32>.Invoke(Int32 1, rigth: Int32 2) fits no overload:\n  Invoke(Int32 left, Int32 right): no parameter is named 'rigth'; did you mean 'right'?",
        add, 1, rigth=2)
    says(TypeError, "Func<Int32, Int32>.Invoke(x: Int32 4) fits no overload:\n  Invoke(Int32 value): no parameter is named 'x'", w.shop.Doubler(), x=4)
    says(TypeError, "Func<String>.Invoke(x: Int32 4) fits no overload:\n  Invoke(): no parameter is named 'x'", w.shop.Herald(), x=4)
    assert "argument 'left' is given twice" in str(raises(TypeError, add, 1, left=2))
    assert "argument 'right' is missing" in str(raises(TypeError, add, left=2))
    check(add.__doc__, "Func<Int32, Int32, Int32>: Int32 Invoke(Int32 left, Int32 right)")


def scene_iteration_over_entries(w):
    check({key: value for key, value in w.shop.Ages()}, {"Ada": 36, "Grace": 85})
    check([pair[0] for pair in w.shop.Ages()], ["Ada", "Grace"])


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    w.kind = sys.argv[1]
    run(globals(), w)
