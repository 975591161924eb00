"""What Python code does with the C# objects that the WorldService hands out: object_scenes.py HOST PORT"""
import sys

import rpyc
from rpyc.utils.helpers import buffiter

from scenes import check, raises, run


def scene_operators_of_the_type(conn, root):
    a, b = root.vector(1, 2), root.vector(3, 4)
    check(str(a + b), "<4, 6>")
    check(str(b - a), "<2, 2>")
    check(str(a * 3), "<3, 6>")
    check(str(3 * a), "<3, 6>")
    check(str(-a), "<-1, -2>")
    check(str(a.Scale(2)), "<2, 4>")
    raises(TypeError, lambda: a + "text")
    raises(TypeError, lambda: a @ b)


def scene_equality_order_and_hash(conn, root):
    a, b = root.vector(1, 2), root.vector(3, 4)
    check(a == root.vector(1, 2), True)
    check(a != root.vector(1, 2), False)
    check(a == b, False)
    check(a == "text", False)
    check(a != None, True)
    check((a < b, a > b, a <= b, a >= b), (True, False, True, False))
    check(hash(a), 33)
    check(len({a, root.vector(1, 2)}), 1)
    check(str(max(a, b)), "<3, 4>")
    check([str(v) for v in sorted([b, a])], ["<1, 2>", "<3, 4>"])
    raises(TypeError, lambda: a < "text")


def scene_str_repr_format_bool_and_dir(conn, root):
    a = root.vector(1, 2)
    check(str(a), "<1, 2>")
    assert "Vector" in repr(a) and "<1, 2>" in repr(a), repr(a)
    check("%s and {}".format(a) % a, "<1, 2> and <1, 2>")
    check(bool(a), True)
    check(bool(root.vector(0, 0)), False)
    check(bool(root.list(0)), False)
    check(bool(root.list(1)), True)
    names = dir(a)
    assert "Scale" in names and "X" in names and "__add__" in names, names


def scene_indexers(conn, root):
    check(root.vector(3, 4)["y"], 4.0)
    raises(KeyError, lambda: root.vector(3, 4)["z"])
    grid = root.grid()
    check(grid[1, 2], "empty")
    grid[1, 2] = "full"
    check(grid[1, 2], "full")


def scene_lists_and_arrays(conn, root):
    numbers = root.list(6)
    check(len(numbers), 6)
    check(numbers[0], 0)
    check(numbers[-1], 5)
    check(list(numbers[1:4]), [1, 2, 3])
    check(list(numbers[::-2]), [5, 3, 1])
    check((3 in numbers, 9 in numbers, "3" in numbers), (True, False, False))
    raises(IndexError, lambda: numbers[6])
    raises(TypeError, lambda: numbers["first"])
    check(list(numbers), [0, 1, 2, 3, 4, 5])
    check(sum(numbers), 15)
    check(list(reversed(list(numbers))), [5, 4, 3, 2, 1, 0])
    numbers[0] = 10
    check(numbers[0], 10)
    words = root.words()
    check(", ".join(words), "zero, one, two, three")
    check(words[2], "two")
    check(words[1:3][0], "one")
    check("two" in words, True)
    first, *rest = words
    check((first, len(rest)), ("zero", 3))


def scene_dictionaries(conn, root):
    ages = root.ages()
    check(len(ages), 2)
    check(ages["Ada"], 36)
    check(("Ada" in ages, "Alan" in ages, 5 in ages), (True, False, False))
    ages["Alan"] = 41
    check(ages["Alan"], 41)
    raises(KeyError, lambda: ages["nobody"])
    check({key: value for key, value in ages}, {"Ada": 36, "Grace": 85, "Alan": 41})


def scene_iteration_and_its_end(conn, root):
    check(list(root.count_up(4)), [0, 1, 2, 3])
    check(list(root.count_up(0)), [])
    iterator = iter(root.count_up(1))
    check(next(iterator), 0)
    raises(StopIteration, next, iterator)
    raises(StopIteration, next, iterator)
    check(next(iterator, "end"), "end")
    seen = []
    raises(KeyError, lambda: seen.extend(root.count_up(2, fail=True)))
    check([pair for pair in zip(root.count_up(2), root.words())], [(0, "zero"), (1, "one")])
    for number in root.count_up(1000000):
        if number == 3:
            break


def scene_buffiter(conn, root):
    check(list(buffiter(root.list(100), chunk=7)), list(range(100)))
    check(sum(buffiter(root.count_up(3000))), 3000 * 2999 // 2)
    check(list(buffiter(root.list(0))), [])
    raises(KeyError, list, buffiter(root.count_up(3, fail=True)))


def scene_tuples_travel_by_value(conn, root):
    check(root.tuple(), (1, "one"))
    check(type(root.tuple()), tuple)


def scene_enums(conn, root):
    read, write = root.access("Read"), root.access("Write")
    check(int(read), 1)
    check(str(read | write), "ReadWrite")
    check(int(read | write), 3)
    check(str((read | write) & write), "Write")
    check(read == root.access("Read"), True)
    check(read == 1, True)
    check(read != write, True)
    check(read < write, True)
    check(len({read, root.access("Read"), write}), 2)
    check(["a", "b", "c"][write], "c")
    check(str(root.echo(read)), "Read")


def scene_decimals_and_dates(conn, root):
    price = root.decimal("1.10")
    check(str(price), "1.10")
    check(float(price), 1.1)
    check(int(root.decimal("7.9")), 7)
    check(str(price + 1), "2.10")
    check(str(1 + price), "2.10")
    check(str(price * 2), "2.20")
    check(price > 1, True)
    check(price == root.decimal("1.1"), True)
    early, late = root.date(2024, 2, 28), root.date(2024, 3, 1)
    check(early < late, True)
    check(str(late - early), "2.00:00:00")
    check(format(early, "yyyy-MM-dd"), "2024-02-28")
    check(str(root.guid()), "00000000-0000-0000-0000-000000000000")


def scene_python_collections_as_csharp_ones(conn, root):
    check(root.sum([1, 2, 3]), 6)
    check(root.sum((1, 2, 3)), 6)
    check(root.sum({4, 5}), 9)
    check(root.sum(range(5)), 10)
    check(root.sum(x * x for x in range(4)), 14)
    check(root.join(["a", "b"]), "a-b")
    check(root.join(("a", "b")), "a-b")
    check(root.total([1, 2.5]), 3.5)
    check(root.look_up({"a": 1, "b": 2}, "b"), 2)
    check(root.sum(root.list(4)), 6)
    raises(TypeError, root.sum, 5)
    raises(TypeError, root.join, [1, 2])


if __name__ == "__main__":
    connection = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={"sync_request_timeout": 20})
    run(globals(), connection, connection.root)
