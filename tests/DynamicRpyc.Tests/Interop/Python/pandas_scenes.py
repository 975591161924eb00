"""Data frames made of C# objects, one scene a row: pandas_scenes.py classic|service HOST PORT. Both kinds of server pass the same scenes."""
import collections.abc
import sys

import numpy
import pandas
from rpyc.utils.helpers import buffiter

from scenes import check, raises, run, says
from worlds import world

READINGS = {"Name": ["a", "b"], "Value": [1.5, 2.5]}


def columns(frame):
    return {name: frame[name].tolist() for name in frame.columns}


def scene_frame_of_objects(w):
    frame = pandas.DataFrame([{"Name": row.Name, "Value": row.Value} for row in w.shop.Readings()])
    check((columns(frame), frame["Value"].dtype.str, frame["Value"].sum()), (READINGS, "<f8", 4.0))
    frame = pandas.DataFrame([(row.Name, row.Value) for row in w.shop.Readings()], columns=["Name", "Value"])
    check(columns(frame), READINGS)


def scene_frame_of_tuples(w):
    for rows in (list(w.shop.Rows()), (row for row in w.shop.Rows()), buffiter(w.shop.Rows())):
        frame = pandas.DataFrame(rows, columns=["Name", "Value"])
        check((columns(frame), frame["Value"].dtype.str), (READINGS, "<f8"))
    check(columns(pandas.DataFrame.from_records(list(w.shop.Rows()), columns=["Name", "Value"])), READINGS)


def scene_frame_of_a_dictionary_of_columns(w):
    for make in (numpy.asarray, list):
        frame = pandas.DataFrame({name: make(column) for name, column in w.shop.Columns().items()})
        check((columns(frame), frame["Value"].dtype.str), (READINGS, "<f8"))


def scene_frame_of_a_grid(w):
    check(pandas.DataFrame([list(row) for row in w.shop.Jagged()], columns=list("ab")).sum().tolist(), [4, 6])


def scene_series(w):
    for make in (list, numpy.asarray, tuple):
        series = pandas.Series(make(w.shop.Numbers(3)))
        check((series.tolist(), series.dtype.str), ([0, 1, 2], "<i8") if make is not numpy.asarray or w.kind == "service" else ([0, 1, 2], "<i4"))
    check(pandas.Series(list(w.shop.CountUp(3))).tolist(), [0, 1, 2])
    check(pandas.Series(list(w.shop.Window(3))).mean(), 2.0)
    check(pandas.Series(dict(w.shop.Ages())).to_dict(), {"Ada": 36, "Grace": 85})


def scene_asarray(w):
    check((numpy.asarray(w.shop.Row(3)).tolist(), numpy.asarray(w.shop.Window(3)).tolist(), numpy.array(w.shop.Numbers(2)).tolist()), ([0, 1, 2], [1, 2, 3], [0, 1]))
    check((numpy.mean(w.shop.Row(5)), numpy.asarray(w.shop.Window(2)).dtype.str), (2.0, "<i4" if w.kind == "classic" else "<i8"))


def scene_grids_keep_their_shape(w):
    """An array of several dimensions is walked over flat, as in C#, which is how numpy would go through it too."""
    grid = w.shop.Matrix()
    for make in (numpy.asarray, numpy.array, numpy.ascontiguousarray):
        check((make(grid).tolist(), make(grid).dtype.str), ([[1, 2, 3], [4, 5, 6]], "<f8"))
    check((numpy.sum(grid, axis=0).tolist(), (numpy.ones((2, 3)) + grid).tolist(), (grid @ numpy.ones(3)).tolist()), ([5, 7, 9], [[2, 3, 4], [5, 6, 7]], [6, 15]))
    check((numpy.asarray(w.shop.Data("cube")).shape, numpy.asarray([grid, grid]).shape), ((2, 3, 4), (2, 2, 3)))
    check(numpy.asarray(w.shop.NameCube()).tolist(), [[["a", "b"]], [["c", "d"]]])
    frame = pandas.DataFrame(numpy.asarray(grid), columns=list("abc"))
    check((frame.shape, frame["b"].tolist()), ((2, 3), [2, 5]))
    check((len(grid), list(grid), grid[1, 0]), (6, [1, 2, 3, 4, 5, 6], 4))


def scene_grids_of_objects_never_come_out_flat(w):
    instead = "x being the array, write numpy.reshape(numpy.array(list(x), dtype=object), (x.GetLength(0), x.GetLength(1)))"
    x = w.shop.ReadingGrid()
    says(TypeError, "numpy cannot have a copy of a Reading[,], whose items are objects: " + instead, numpy.asarray, x)
    grid = numpy.reshape(numpy.array(list(x), dtype=object), (x.GetLength(0), x.GetLength(1)))
    check((grid.shape, grid[0, 1].Name), ((1, 2), "b"))
    x = w.shop.ObjectGrid()
    if w.kind == "classic":
        check(numpy.asarray(x).tolist(), [[1, "two"], [3.5, None]])
    else:
        says(ValueError, "pickling a Object[,] was refused by the side that owns the object: set RpycConfig.AllowPickle there to allow it (allow_pickle); " + instead, numpy.asarray, x)
    check(numpy.reshape(numpy.array(list(x), dtype=object), (x.GetLength(0), x.GetLength(1))).tolist(), [[1, "two"], [3.5, None]])


def scene_columns_of_a_frame(w):
    frame = pandas.DataFrame({"a": [1, 2, 3]})
    frame["b"] = w.shop.Row(3)
    frame["c"] = list(w.shop.Numbers(3))
    check(columns(frame), {"a": [1, 2, 3], "b": [0, 1, 2], "c": [0, 1, 2]})
    check((frame["a"].isin(w.shop.Row(3)).tolist(), frame["a"].map(w.shop.Doubler()).tolist()), ([True, True, False], [2, 4, 6]))
    check(frame["a"].map(dict(zip(w.shop.Numbers(4), "wxyz"))).tolist(), ["x", "y", "z"])


def scene_frames_as_arguments(w):
    frame = pandas.DataFrame({"n": [1, 2], "x": [1.5, 2.5], "name": ["Ada", "Grace"], "when": pandas.to_datetime(["2024-02-29", "2024-03-01"])})
    check((w.shop.TakeArray(frame["n"]), w.shop.TakeReadOnly(frame["x"]), w.shop.TakeStrings(frame["name"])), ("Array 1,2", "ReadOnly 1.5,2.5", "Strings Ada,Grace"))
    check(w.shop.TakeDates(frame["when"]), "Dates 2024-02-29T00:00:00,2024-03-01T00:00:00")
    check(w.shop.TakeTable(frame[["n", "x"]].to_numpy()), "Table 1,1.5;2,2.5")
    check(w.shop.TakePairs(frame[["name", "n"]].itertuples(index=False)), "Pairs Ada:1,Grace:2")


def scene_what_an_object_is_for(w):
    """isinstance() of such a class asks for __class__, and fails as it does for any class of another process; pandas asks it of what is no list, array or iterator of Python's."""
    row = w.shop.Row(3)
    for kind in (collections.abc.Sequence, collections.abc.Iterable):
        raises(TypeError if w.kind == "classic" else AttributeError, isinstance, row, kind)
    raises(TypeError if w.kind == "classic" else AttributeError, pandas.Series, row)
    check([issubclass(type(row), kind) for kind in (collections.abc.Iterable, collections.abc.Sized, collections.abc.Collection, collections.abc.Reversible)], [True, True, True, False])
    check((issubclass(type(w.shop.Adder()), collections.abc.Callable), issubclass(type(w.shop.CountUp(1)), collections.abc.Sized)), (True, False))
    check((isinstance(row, (int, str, list, dict)), hasattr(row, "__getitem__"), hasattr(row, "keys"), hasattr(w.shop.Ages(), "keys")), (False, True, False, True))


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    w.kind = sys.argv[1]
    run(globals(), w)
