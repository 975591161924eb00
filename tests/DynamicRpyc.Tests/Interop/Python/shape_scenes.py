"""The rarer shapes of parameters and results, one scene a row: shape_scenes.py classic|service HOST PORT. Both kinds of server pass the same scenes."""
import sys
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
    check(w.shop.TakeLinked(["a", "b", "c"]), "a..c")
    check(w.shop.TakeSegment([1, 2.5]), "1,2.5")
    check(w.shop.TakeUntyped([1, "a", None]), "Int32,String,")
    check((w.shop.TakeSorted({3, 1}), w.shop.TakeImmutableSet(frozenset((3, 1)))), ("1,3", "1,3"))
    says(TypeError, "TakeQueue(Queue<Int32> items): argument 'items': item 0 of the remote builtins.list: cannot convert String \"x\" to Int32", w.shop.TakeQueue, ["x"])
    says(
        TypeError, "Workshop.TakeQueue(PyTuple) fits no overload:\n  TakeQueue(Queue<Int32> items): argument 'items': cannot convert PyTuple to Queue<Int32>: "
        "item 1: cannot convert String \"x\" to Int32: text is not parsed unasked; parse it first, as Int32.Parse does",
        w.shop.TakeQueue, (1, "x"))


def scene_nested_lists_as_grids(w):
    check((w.shop.TakeGrid([[1, 2, 3], [4, 5, 6]]), w.shop.TakeGrid(((1, 2), [3, 4])), w.shop.TakeGrid([])), ("2x3 1,2,3,4,5,6", "2x2 1,2,3,4", "0x0 "))
    check(w.shop.TakeCube([[[1, 2]], [[3, 4.5]]]), "2x1x2 1,2,3,4.5")
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': The remote 'builtins.list' cannot become a System.Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both.", w.shop.TakeGrid, [[1, 2], [3]])
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': cannot convert PyTuple to Int32[,]: row 0 has 2 items, row 1 has 1; a jagged array takes both", w.shop.TakeGrid, ((1, 2), (3,)))
    says(TypeError, "TakeGrid(Int32[,] grid): argument 'grid': The remote 'builtins.list' cannot become a System.Int32[,]: it has fewer than 2 dimensions.", w.shop.TakeGrid, [1, 2])


def scene_dictionary_classes(w):
    for make in (lambda: {"b": 2, "a": 1}, lambda: OrderedDict(b=2, a=1), lambda: Counter(b=2, a=1)):
        check(w.shop.TakeSortedMap(make()), "[a, 1],[b, 2]")
        check((w.shop.TakeConcurrentMap(make()), w.shop.TakeImmutableMap(make()), w.shop.TakeHashtable(make())), ("1", "1", "1"))
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


def scene_iteration_over_entries(w):
    check({key: value for key, value in w.shop.Ages()}, {"Ada": 36, "Grace": 85})
    check([pair[0] for pair in w.shop.Ages()], ["Ada", "Grace"])


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    w.kind = sys.argv[1]
    run(globals(), w)
