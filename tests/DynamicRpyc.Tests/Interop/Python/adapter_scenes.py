"""Python's own objects as arguments of the C# AdapterService: adapter_scenes.py HOST PORT"""
import io
import os
import sys
import tempfile
import threading

import rpyc

from scenes import check, raises, run, says


class Person:
    Name = "Ada"
    Age = 36


class Node:
    def __init__(self, name="Node"):
        self.Name = name

    @property
    def Child(self):
        return Node("Child")

    @property
    def Children(self):
        return [Node("A"), Node("B")]


class Worker:
    def AddAsync(self, a, b):
        return a + b


class Listener:
    def __init__(self):
        self.seen = []

    def report(self, value):
        self.seen.append(value)

    on_next = report

    def on_completed(self):
        self.seen.append("completed")

    def on_error(self, error):
        self.seen.append("error " + error.Message)


def scene_binary_file_is_a_stream(root):
    data = bytes(range(256)) * 100
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        check(root.ReadAll(file), data)
        file.seek(0)
        check(root.CountBytesAsync(io.BytesIO(b"x" * 100)), 100)
        check(root.SeekAbout(file), "25600 2 255 -1 25600")
        check(root.Abilities(file), "True True True")
        file.seek(0)
        root.WriteTo(file, b"new", False)
        root.Cut(file, 10)
        file.seek(0)
        check(file.read(), b"newnew" + data[6:10])
        root.WriteTo(file, b"end", True)
        check(file.closed, True)


def scene_unbuffered_file_and_pipe_are_streams(root):
    read, write = os.pipe()
    with open(write, "wb", buffering=0) as sink:
        root.WriteTo(sink, b"pipe", False)
        check(root.Abilities(sink), "False True False")
    with open(read, "rb") as source:
        check(root.ReadAll(source), b"pipepipe")


def scene_text_file_is_a_text_reader(root):
    check(root.ReadLines(io.StringIO("one\ntwo\n\nlast")), ("one", "two", "", "last"))
    check(root.ReadPieces(io.StringIO("abcdef\nrest\n")), "a|a|bcd|e|ef|rest\n|-1-1")
    check(root.ReadAsync(io.StringIO("one\ntwo\nthree")), "one|two\nthree")
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\r\n") as file:
        file.write("\u00fcber\nzwei\n")
        file.seek(0)
        check(root.ReadLines(file), ("\u00fcber", "zwei"))


def scene_text_file_is_a_text_writer(root):
    with tempfile.TemporaryFile("w+") as file:
        root.WriteText(file)
        file.seek(0)
        check(file.read(), "abc\nline\n1.5 later\n")


def scene_the_wrong_kind_of_file_is_named(root):
    refused = raises(TypeError, root.ReadLines, io.BytesIO(b"x"))
    assert "cannot convert remote _io.BytesIO to TextReader" in str(refused), refused
    refused = raises(TypeError, root.ReadAll, io.StringIO("x"))
    assert "cannot convert remote _io.StringIO to Stream" in str(refused), refused

    class File:
        def read(self, count=-1):
            return "text"

    refused = raises(TypeError, root.ReadAll, File())
    assert "is a text file: take it as a TextReader, or open it in binary mode." in str(refused), refused
    refused = raises(TypeError, root.ReadAll, Person())
    assert "Person' cannot become a System.IO.Stream: it has neither read nor write." in str(refused), refused


KEPT = ("'%s' of the remote '%s' was refused by the side that owns it. There, in Python, write rpyc.connect(host, port, config={\"allow_public_attrs\": True}), "
        "of a server protocol_config=..., or pass an object with exposed_%s and the like.")


def scene_files_of_a_client_that_allows_no_public_names(root):
    closed = rpyc.connect(sys.argv[1], int(sys.argv[2]))
    for use, file, name in (("ReadAll", io.BytesIO(b"x"), "seekable"), ("ReadLines", io.StringIO("x"), "readline"), ("WriteText", io.StringIO(), "write"), ("ReadAsync", io.StringIO("x"), "readline"),
                            ("CountBytesAsync", io.BytesIO(b"x"), "read1")):
        says(AttributeError, KEPT % (name, "_io." + type(file).__name__, name), getattr(closed.root, use), file)

    class Lent:
        """Shows what it means to show, to a client of RPyC's default settings."""
        def __init__(self, file):
            self.file = file

        def exposed_read(self, count=-1):
            return self.file.read(count)

        def exposed_readline(self):
            return self.file.readline()

        def exposed_write(self, data):
            return self.file.write(data)

    check((closed.root.ReadAll(Lent(io.BytesIO(b"abc"))), closed.root.CountBytesAsync(Lent(io.BytesIO(b"x" * 20)))), (b"abc", 20))
    check(closed.root.ReadLines(Lent(io.StringIO("one\ntwo"))), ("one", "two"))
    lent = Lent(io.StringIO())
    closed.root.WriteText(lent)
    check(lent.file.getvalue(), "abc\nline\n1.5 later\n")
    closed.close()


def scene_listeners_of_a_client_that_allows_no_public_names(root):
    closed = rpyc.connect(sys.argv[1], int(sys.argv[2]))

    class Handle(Listener):
        def close(self):
            self.seen.append("closed")

    says(AttributeError, KEPT % ("report", "__main__.Listener", "report"), closed.root.Steps, 2, Listener())
    says(AttributeError, KEPT % ("close", "__main__.Handle", "close"), closed.root.EndOf, Handle())
    says(AttributeError, KEPT % ("on_next", "__main__.Listener", "on_next"), closed.root.Observe, Listener(), False)
    says(AttributeError, KEPT % ("is_set", "threading.Event", "is_set"), closed.root.CanBeCancelled, threading.Event())
    says(AttributeError, KEPT % ("Name", "__main__.Person", "Name"), closed.root.Greet, Person())

    class Lent(Handle):
        exposed_report, exposed_close, exposed_on_next, exposed_on_completed = Listener.report, Handle.close, Listener.on_next, Listener.on_completed
        exposed_Name, exposed_Age = "Ada", 36

        def exposed_is_set(self):
            return True

    lent = Lent()
    closed.root.Steps(2, lent)
    closed.root.Observe(lent, False)
    check((closed.root.EndOf(lent), lent.seen, closed.root.CanBeCancelled(lent), closed.root.Greet(lent)), ("ended", [1, 2, "one", "two", "completed", "closed"], True, "Hello, Ada (36)"))
    closed.close()


def scene_overloads_of_files(root):
    check(root.Which(io.BytesIO(b"x")), "Stream")
    check(root.Which(io.StringIO("x")), "TextReader")
    check(root.Which("x"), "string")
    check(root.OrObject(io.BytesIO(b"x")), "Stream")
    check(root.OrObject(Person()), "object")
    check(root.PersonOrObject(Person()), "object")


def scene_progress(root):
    listener = Listener()
    root.Steps(3, listener)
    root.Steps(2, listener.seen.append)
    root.Steps(1, lambda step: listener.seen.append(-step))
    check(listener.seen, [1, 2, 3, 1, 2, -1])


def scene_observer(root):
    listener = Listener()
    root.Observe(listener, False)
    root.Observe(listener, True)
    check(listener.seen, ["one", "two", "completed", "one", "two", "error broken"])


def scene_cancellation_by_an_event(root):
    event = threading.Event()
    running = rpyc.async_(root.UntilCancelled)(lambda text: event.set(), event)
    check(running.value, "cancelled")
    check(root.UntilCancelled(print, event), "cancelled")
    check(root.CanBeCancelled(threading.Event()), True)
    refused = raises(TypeError, root.CanBeCancelled, Person())
    assert "it is neither a .NET token nor has an is_set, as Python's threading.Event does." in str(refused), refused


def scene_cancellation_token_may_be_left_out_or_none(root):
    check(root.CanBeCancelled(), False)
    check(root.CanBeCancelled(None), False)
    check(root.TokenFirst(None, 3), "False 3")
    check(root.TokenFirst(value=3), "False 3")
    check(root.TokenFirst(threading.Event(), 3), "True 3")


def scene_functions_for_tasks(root):
    ran = []
    check(root.Finish(lambda: ran.append(1), lambda x: x * 2), "finished 42")
    check(ran, [1])

    async def work():
        ran.append(2)

    coroutine = []

    def started():
        coroutine.append(work())
        return coroutine[0]

    refused = raises(Exception, root.Finish, started, lambda x: x)
    coroutine[0].close()
    assert "it gave a Python coroutine, which does nothing until an event loop of its own side runs it" in str(refused), refused
    check(ran, [1])


def scene_what_properties_and_events_take(root):
    person = Person()
    shown = []
    hear = lambda found: shown.append(found is person)
    root.Callback = lambda x: x + 1
    root.Source = io.BytesIO(b"A")
    root.Held = person
    root.Shown += hear
    check(root.UseWhatWasSet(), "21 65 Ada")
    root.Shown -= hear
    root.Source.seek(0)
    check(root.UseWhatWasSet(), "21 65 Ada")
    check(shown, [True])
    root.Held = root.Callback = root.Source = None
    check(root.Held, None)


def scene_files_inside_other_arguments(root):
    check((root.FirstBytes(io.BytesIO(b"\1"), io.BytesIO(b"\2")), root.FirstBytes(io.BytesIO(b"\1")), root.FirstBytes([io.BytesIO(b"\1")])), (3, 1, 1))
    opened = []

    def open_one():
        opened.append(io.BytesIO(b"\5"))
        return opened[0]

    check(root.FirstByteOf(open_one), 5)
    check(opened[0].closed, True)


def scene_file_that_reads_into_mutable_bytes(root):
    class File:
        def __init__(self):
            self.rest = [b"by", bytearray(b"te"), memoryview(b"s")]

        def read(self, count=-1):
            return self.rest.pop(0) if self.rest else b""

    check(root.ReadAll(File()), b"bytes")


def scene_object_behind_a_generic_interface(root):
    class Descending:
        def Compare(self, a, b):
            return b - a

    check(root.Sort([3, 1, 2], Descending()), "3,2,1")


def scene_collections_of_objects_behind_interfaces(root):
    check(root.NamesOf({"a": Person()}, (Person() for _ in range(2))), "Ada,Ada,Ada")
    people = [Person()]
    added = Person()
    check(root.AddTo(people, added), 2)
    check(people[1] is added, True)


def scene_what_has_an_end_is_disposable(root):
    class Handle:
        closed = False

        def close(self):
            self.closed = True

    handle = Handle()
    check(root.EndOf(handle), "ended")
    check(handle.closed, True)
    refused = raises(TypeError, root.EndOf, Person())
    assert "it has neither Dispose nor __exit__ nor close." in str(refused), refused


def scene_snake_case_of_the_servers_setting(root):
    class Clock:
        def get_time(self):
            return "noon"

    with_setting = rpyc.connect(sys.argv[1], int(sys.argv[3]), config={"allow_public_attrs": True})
    check(with_setting.root.TimeOf(Clock()), "noon")
    with_setting.close()
    missing = raises(AttributeError, root.TimeOf, Clock())
    assert "has no member 'GetTime'" in str(missing), missing


def scene_sequences(root):
    def endless():
        number = 0
        while True:
            yield number
            number += 1

    check(root.Sum([1, 2, 3]), 6)
    check(root.Sum(range(4)), 6)
    check(root.SumOfFirst(endless(), 4), 6)
    check(root.SumAsync([1, 2, 3]), 6)
    check(root.SumAsync(number for number in (1, 2)), 3)


def scene_dictionary_and_list_write_through(root):
    numbers = {"old": 1}
    check(root.ChangeDictionary(numbers), "True False True False added,new 8")
    check(numbers, {"new": 1, "added": 7})
    items = [1, 2, 3]
    check(root.ChangeList(items), "True True 2 3 8,10,3")
    check(items, [8, 10, 3])
    check(root.ClearList(items), 0)
    check(items, [])


def scene_functions(root):
    heard = []
    check(root.Functions(lambda x: x * 2, heard.append, lambda x: x % 2 == 0, lambda a, b: a - b), "42 True False -1")
    check(heard, ["called"])


def scene_objects_behind_interfaces(root):
    person = Person()
    check(root.Greet(person), "Hello, Ada (36)")
    check(root.Rename(person, "Bo"), "Bo")
    check(person.Name, "Bo")
    check(root.Walk(Node()), "Child A,B")
    check(root.AddAsync(Worker(), 1, 2), 3)
    root.Keep(person)
    check(root.Kept() is person, True)
    missing = raises(AttributeError, root.Lacking, person)
    assert "IIncomplete.Missing is missing: the remote __main__.Person has no member 'Missing'." in str(missing), missing


if __name__ == "__main__":
    connection = rpyc.connect(sys.argv[1], int(sys.argv[2]), config={"allow_public_attrs": True, "allow_setattr": True})
    run(globals(), connection.root)
