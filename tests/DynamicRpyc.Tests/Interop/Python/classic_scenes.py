"""A stock classic client of the C# slave: classic_scenes.py HOST PORT"""
import os
import sys
import tempfile
import time

import rpyc

from scenes import check, raises, run

OWN = "DynamicRpyc.Tests.Interop.Clients"


def scene_modules_by_name_and_by_path(conn):
    check(conn.modules["System.IO"].Path.Combine("a", "b"), "a/b")
    check(conn.modules.System.IO.Path.GetFileName("/a/b"), "b")
    check(conn.modules.System.Math.Max(3, 4), 4)
    check(conn.modules["System"] is conn.modules.System, True)
    assert "System.Text" in repr(conn.modules["System.Text"])
    names = dir(conn.modules["System.IO"])
    assert "File" in names and "Compression" in names, names


def scene_modules_contains(conn):
    check("System" in conn.modules, True)
    check("System.Collections.Generic" in conn.modules, True)
    check("No.Such.Namespace" in conn.modules, False)


def scene_modules_unknown(conn):
    error = raises(ModuleNotFoundError, lambda: conn.modules["No.Such.Namespace"])
    assert "No.Such.Namespace" in str(error)
    raises(ImportError, conn.root.getmodule, "os")
    raises(AttributeError, lambda: conn.modules.nothing_of_that_name)
    raises(AttributeError, lambda: conn.modules.System.NoSuchType)
    check(hasattr(conn.modules.System, "NoSuchType"), False)


def scene_files(conn):
    io = conn.modules["System.IO"]
    path = os.path.join(tempfile.mkdtemp(), "text")
    io.File.WriteAllText(path, "first\nsecond \u20ac\n")
    check(open(path, encoding="utf-8").read(), "first\nsecond \u20ac\n")
    check(list(io.File.ReadAllLines(path)), ["first", "second \u20ac"])
    with io.File.OpenText(path) as reader:
        check(reader.ReadLine(), "first")
    raises(Exception, reader.ReadLine)
    check(io.File.ReadAllBytes(path)[:2] == b"fi", True)
    io.File.Delete(path)
    error = raises(FileNotFoundError, io.File.ReadAllText, path)
    check((error.errno, error.filename), (2, path))
    os.rmdir(os.path.dirname(path))


def scene_objects_are_made_used_and_written(conn):
    text = conn.modules["System.Text"].StringBuilder("one")
    check(text.Append(" two") is text, True)
    text.Append(3).Append(True)
    check(text.ToString(), "one two3True")
    check(str(text), "one two3True")
    check(len(text), 12)
    text.Length = 3
    check(str(text), "one")
    check(text[0], "o")
    raises(AttributeError, setattr, text, "MaxCapacity", 1)
    raises(AttributeError, setattr, text, "no_such_member", 1)


def scene_uris_and_named_arguments(conn):
    uri = conn.modules.System.UriBuilder(scheme="http", host="example.org", portNumber=8080)
    check(uri.Port, 8080)
    uri.Path = "/a"
    check(str(uri.Uri), "http://example.org:8080/a")


def scene_statics_constants_and_enums(conn):
    system = conn.modules.System
    check(system.Int32.MaxValue, 2 ** 31 - 1)
    check(system.UInt64.MaxValue, 2 ** 64 - 1)
    check(str(system.DayOfWeek.Friday), "Friday")
    check(int(system.DayOfWeek.Friday), 5)
    check(system.DayOfWeek.Friday == 5, True)
    check(system.DateTime(2024, 2, 29).DayOfWeek == system.DayOfWeek.Thursday, True)
    check(system.String.Join("-", ["a", "b"]), "a-b")
    check(system.String.Format("{0:000}/{1}", 7, "x"), "007/x")
    check(system.Environment.SpecialFolder.Desktop == 0, True)


def scene_generic_types(conn):
    generic, system = conn.modules["System.Collections.Generic"], conn.modules.System
    numbers = generic.List[system.Int32]()
    for number in (3, 1, 2):
        numbers.Add(number)
    numbers.Sort()
    check(list(numbers), [1, 2, 3])
    raises(TypeError, numbers.Add, "text")
    ages = generic.Dictionary[system.String, system.Int32]()
    ages["Ada"] = 36
    check(ages.ContainsKey("Ada"), True)
    check(ages.Count, 1)
    del ages["Ada"]
    check(len(ages), 0)
    check(ages.TryGetValue("Ada"), (False, 0))
    assert "System.Int32" in str(raises(TypeError, lambda: generic.Dictionary[str, int]))


def scene_deleting_items(conn):
    numbers = conn.modules["System.Collections.Generic"].List[conn.modules.System.Int32]([5, 6, 7])
    del numbers[1]
    check(list(numbers), [5, 7])
    del numbers[-1]
    check(list(numbers), [5])
    raises(IndexError, numbers.__delitem__, 3)


def scene_linq(conn):
    linq = conn.modules["System.Linq"].Enumerable
    check(list(linq.Range(1, 4)), [1, 2, 3, 4])
    check(list(linq.Where(linq.Range(0, 10), lambda n: n % 3 == 0)), [0, 3, 6, 9])
    check(list(linq.Select(["a", "bb"], len)), [1, 2])
    check(linq.Sum(linq.Range(0, 5)), 10)
    check(list(linq.ToArray[conn.modules.System.Int32](linq.Range(0, 3))), [0, 1, 2])


def scene_python_functions_as_delegates(conn):
    numbers = conn.modules["System.Collections.Generic"].List[conn.modules.System.Int32]([3, 1, 2])
    seen = []
    numbers.ForEach(seen.append)
    check(seen, [3, 1, 2])
    numbers.Sort(lambda a, b: b - a)
    check(list(numbers), [3, 2, 1])
    check(list(numbers.ConvertAll[conn.modules.System.String](lambda n: "n%d" % n)), ["n3", "n2", "n1"])
    check(numbers.Exists(lambda n: n == 2), True)
    check(numbers.RemoveAll(lambda n: n > 1), 2)


def scene_events_of_framework_types(conn):
    collection = conn.modules["System.Collections.ObjectModel"].ObservableCollection[conn.modules.System.String]()
    seen = []

    def changed(sender, arguments):
        seen.append((sender is collection, str(arguments.Action)))
    collection.CollectionChanged += changed
    collection.Add("item")
    check(seen, [(True, "Add")])
    collection.CollectionChanged -= changed
    collection.Clear()
    check(len(seen), 1)


def scene_tasks(conn):
    tasks = conn.modules["System.Threading.Tasks"]
    check(tasks.Task.Delay(1), None)
    check(tasks.Task.FromResult[conn.modules.System.Int32](5), 5)
    check(conn.modules["System.IO"].StringReader("text").ReadToEndAsync(), "text")


def scene_eval_and_execute_name_the_package(conn):
    for verb in (conn.eval, conn.execute, conn.root.eval, conn.root.execute):
        assert "DynamicRpyc.Scripting" in str(raises(TypeError, verb, "1 + 1"))


def scene_namespace(conn):
    conn.namespace["x"] = 5
    check(conn.namespace["x"], 5)
    conn.namespace.y = "six"
    check(conn.namespace.y, "six")
    check("x" in conn.namespace, True)
    check("nothing" in conn.namespace, False)
    del conn.namespace["x"]
    check("x" in conn.namespace, False)
    raises((KeyError, AttributeError), lambda: conn.namespace["x"])


def scene_builtins(conn):
    text = conn.modules["System.Text"].StringBuilder("abc")
    check(conn.builtins.str(text), "abc")
    check(conn.builtins.len(text), 3)
    check(conn.builtins.getattr(text, "Length"), 3)
    check((conn.builtins.hasattr(text, "Length"), conn.builtins.hasattr(text, "Nothing")), (True, False))
    check(conn.builtins.isinstance(text, conn.modules["System.Text"].StringBuilder), True)
    check(conn.builtins.type(text) is conn.modules["System.Text"].StringBuilder, True)
    assert "Append" in conn.builtins.dir(text)


def scene_isinstance_with_remote_types(conn):
    text = conn.modules["System.Text"].StringBuilder("abc")
    kind = conn.modules["System.Text"].StringBuilder
    check(isinstance(text, kind), True)
    check(isinstance(conn.modules.System.Random(1), kind), False)
    check(isinstance(text, str), False)
    check(text.__class__ is kind, True)
    check(kind.__name__, "StringBuilder")
    check(text.GetType() is kind, True)


def scene_types_of_the_host_program(conn):
    vector = conn.modules[OWN].Vector
    check(str(vector(1, 2) + vector(3, 4)), "<4, 6>")
    check(str(vector.Zero), "<0, 0>")
    check(vector(3, 4)["x"], 3.0)
    bell = conn.modules[OWN].Bell()
    check(bell.HasListeners, False)


def scene_open_generics_and_abstract_types_say_why(conn):
    assert "List[" in str(raises(TypeError, conn.modules["System.Collections.Generic"].List))
    raises(TypeError, conn.modules["System.IO"].Stream)


def scene_objects_of_own_classes_are_objects_to_dotnet(conn):
    class Plain:
        def __str__(self):
            return "plain"
    system = conn.modules.System
    check((system.String.Format("{0}!", Plain()), str(system.Text.StringBuilder().Append(Plain()))), ("plain!", "plain"))


def scene_exceptions(conn):
    system = conn.modules.System
    raises(ValueError, system.Int32.Parse, "twelve")
    raises(OverflowError, system.Convert.ToByte, 300)
    raises(ZeroDivisionError, system.Decimal.Divide, 1, 0)
    raises(KeyError, lambda: conn.modules["System.Collections.Generic"].Dictionary[system.String, system.Int32]()["x"])
    raises(FileNotFoundError, conn.modules["System.IO"].Directory.GetFiles, "/no/such/place")
    error = raises(rpyc.core.vinegar.GenericException, lambda: conn.modules["System.Collections.Generic"].Queue[system.Int32]().Dequeue())
    check(type(error).__name__, "System.InvalidOperationException")
    text = str(raises(ValueError, system.Int32.Parse, "twelve"))
    assert "Remote Traceback" in text and "Number" in text, text


def scene_getconn_gives_this_connection(conn):
    check(conn.root.getconn().Closed, False)


def scene_async_and_ping(conn):
    largest = rpyc.async_(conn.modules.System.Math.Max)
    check([largest(number, 10).value for number in (5, 15)], [10, 15])
    conn.ping()


def scene_a_long_call_does_not_hold_up_a_ping(conn):
    sleep = rpyc.async_(conn.modules["System.Threading"].Thread.Sleep)
    result = sleep(1500)
    start = time.monotonic()
    conn.ping(timeout=20)
    check(result.ready, False)
    result.wait()
    check(result.error, False)
    check(time.monotonic() - start < 20, True)


if __name__ == "__main__":
    connection = rpyc.classic.connect(sys.argv[1], int(sys.argv[2]))
    connection._config["sync_request_timeout"] = 20
    run(globals(), connection)
