"""C# streams, readers and writers under the consumers of file objects in Python's own library, one scene a row: file_scenes.py classic|public HOST PORT."""
import bz2
import codecs
import configparser
import csv
import gzip
import hashlib
import io
import json
import lzma
import pickle
import shutil
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

import numpy
import pandas

from scenes import check, raises, run, says
from worlds import world


def made(write):
    """The bytes that the function writes to a file of its own."""
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def zipped(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "hello" * 5000)


def tarred(file, mode="w:gz", content=io.BytesIO):
    with tarfile.open(fileobj=file, mode=mode) as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = 5
        archive.addfile(entry, content(b"hello"))


def scene_members_of_a_file(w):
    file = w.shop.File(b"one\ntwo\nthree")
    check((file.closed, file.readable(), file.writable(), file.seekable(), file.tell()), (False, True, True, True, 0))
    check((file.readline(), file.readline(2), file.readline(-1), file.tell()), (b"one\n", b"tw", b"o\n", 8))
    check((file.readall(), file.read(), file.readline(), file.seek(0), tuple(file.readlines())), (b"three", b"", b"", 0, (b"one\n", b"two\n", b"three")))
    file.seek(0)
    check((tuple(file.readlines(5)), next(file)), ((b"one\n", b"two\n"), b"three"))
    raises(StopIteration, next, file)
    check((file.seek(-5, 2), file.read1(3), file.truncate(4), file.seek(0), file.read()), (8, b"thr", 4, 0, b"one\n"))
    file.writelines([b"a", b"b"])
    file.writelines((b"c",))
    check((file.write(bytearray(b"de")), file.write(memoryview(b"fgh")[1:]), file.write(b""), file.ToArray()), (2, 2, 0, b"one\nabcdegh"))
    assert {"closed", "readinto", "readlines"} <= set(dir(file))
    with file as entered:
        check(entered.closed, False)
    check(file.closed, True)
    assert "Cannot access a closed Stream" in str(raises(Exception, file.read))


def scene_members_of_a_text(w):
    text = w.shop.Texts("one\ntwo\r\nthree\rfour")
    check((text.closed, text.readline(2), text.readline(9), text.readline(9), text.readline(), next(text)), (False, "on", "e\n", "two\n", "three\n", "four\n"))
    raises(StopIteration, next, text)
    text = w.shop.Texts("head\nrow\n")
    check((next(text), [line for line in text], text.readline(), tuple(text.readlines())), ("head\n", ["row\n"], "", ()))
    text.close()
    check(text.closed, True)
    writer = w.shop.Writer()
    writer.writelines(line + ";" for line in "ab")
    check((str(writer), writer.closed, writer.readable(), writer.writable()), ("a;b;", False, False, True))


def scene_readinto(w):
    buffer, file = bytearray(4), w.shop.File(b"abcdef")
    check((file.readinto(buffer), bytes(buffer), file.readinto(memoryview(buffer)[1:3]), bytes(buffer), file.readinto1(buffer), file.readinto(bytearray())), (4, b"abcd", 2, b"aefd", 0, 0))
    says(TypeError, "readinto takes a bytearray or memoryview of the caller, not Byte[]: what arrives as a value is a copy, and filling that would change nothing; use read", file.readinto, b"xx")
    large = bytearray(3_000_000)
    check((w.shop.File(b"x" * 3_000_000).readinto(large), large[1_048_575:1_048_577]), (1_048_576, b"x\0"))


class Liar:
    def __init__(self, length):
        self.length, self.written = length, None

    def __len__(self):
        return self.length

    def __setitem__(self, part, data):
        self.written = len(data)


def scene_readinto_of_a_buffer_that_lies(w):
    file = w.shop.File(b"x" * 2_000_000)
    for length, written in ((-1, None), (0, None), (2 ** 31 - 1, 1_048_576)):
        liar = Liar(length)
        check((file.readinto(liar), liar.written), (written or 0, written))
    check((file.readinto(Liar(2 ** 40)), file.read()), (2_000_000 - 1_048_576, b""))
    raises(Exception, file.readinto, object())


def scene_write_of_what_is_no_bytes(w):
    says(TypeError, "write of MemoryStream takes bytes, not String \"text\"", w.shop.File(b"").write, "text")
    says(TypeError, "write of StringWriter takes a text, not Byte[]", w.shop.Writer().write, b"x")
    says(TypeError, "writelines of MemoryStream takes a sequence, not Int32 5", w.shop.File(b"").writelines, 5)


def scene_io_TextIOWrapper(w):
    check(io.TextIOWrapper(w.shop.File("h\u00e9\nb".encode()), "utf-8").read(), "h\u00e9\nb")
    check(list(io.TextIOWrapper(w.shop.File(b"a\r\nb"), "ascii")), ["a\n", "b"])
    file = w.shop.File(b"")
    text = io.TextIOWrapper(file, "utf-8")
    print("h\u00e9", 5, file=text, flush=True)
    check(file.ToArray(), "h\u00e9 5\n".encode())
    text.close()
    check(file.closed, True)


def scene_io_BufferedReader_and_its_kin(w):
    check((io.BufferedReader(w.shop.File(b"a\nb")).readlines(), io.BufferedReader(w.shop.File(b"abc")).peek()), ([b"a\n", b"b"], b"abc"))
    content = bytes(range(256)) * 300
    check(io.BufferedReader(w.shop.File(content)).read() == content, True)
    file = w.shop.File(b"")
    with io.BufferedWriter(file) as buffered:
        buffered.write(content)
        buffered.flush()
        check(file.ToArray() == content, True)
    file = w.shop.File(b"abcdef")
    both = io.BufferedRandom(file)
    check((both.seek(2), both.write(b"XY"), both.flush(), both.read(), file.ToArray()), (2, 2, None, b"ef", b"abXYef"))


def scene_gzip(w):
    packed = gzip.compress(b"one\ntwo\n")
    check(gzip.GzipFile(fileobj=w.shop.File(packed)).readlines(), [b"one\n", b"two\n"])
    file = w.shop.File(b"")
    with gzip.GzipFile(fileobj=file, mode="wb") as target:
        target.write(b"hello")
    check(gzip.decompress(file.ToArray()), b"hello")
    check(gzip.open(io.BufferedReader(w.shop.File(packed)), "rt").read(), "one\ntwo\n")


def scene_bz2_and_lzma(w):
    for module in (bz2, lzma):
        check(module.open(io.BufferedReader(w.shop.File(module.compress(b"hi")))).read(), b"hi")


def scene_zipfile(w):
    packed = made(zipped)
    check(zipfile.is_zipfile(w.shop.File(packed)), True)
    check(zipfile.ZipFile(io.BufferedReader(w.shop.File(packed))).read("a.txt"), b"hello" * 5000)
    file = w.shop.File(b"")
    buffered = io.BufferedWriter(file)
    zipped(buffered)
    buffered.flush()
    check(zipfile.ZipFile(io.BytesIO(file.ToArray())).namelist(), ["a.txt"])


def scene_tarfile(w):
    packed = made(tarred)
    check(tarfile.open(fileobj=w.shop.File(packed)).extractfile("a.txt").read(), b"hello")
    check(tarfile.open(fileobj=w.shop.File(packed), mode="r|gz").getnames(), ["a.txt"])
    for mode in ("w", "w:gz"):
        file = w.shop.File(b"")
        tarred(file, mode, w.shop.File)
        check(tarfile.open(fileobj=io.BytesIO(file.ToArray())).getnames(), ["a.txt"])


def scene_csv(w):
    check((list(csv.reader(w.shop.Texts("a,b\n1,2\n"))), list(csv.DictReader(w.shop.Texts("a,b\n1,2\n")))), ([["a", "b"], ["1", "2"]], [{"a": "1", "b": "2"}]))
    check(list(csv.reader(io.TextIOWrapper(w.shop.File(b"a,b\r\n")))), [["a", "b"]])
    writer = w.shop.Writer()
    csv.writer(writer).writerows([[1, "a,b"], [None, "c"]])
    check(str(writer), '1,"a,b"\r\n,c\r\n')


def scene_json(w):
    check((json.load(w.shop.File(b'{"a": 1}')), json.load(w.shop.Texts('{"a": 1}'))), ({"a": 1}, {"a": 1}))
    writer = w.shop.Writer()
    json.dump({"a": [1, None]}, writer)
    check(str(writer), '{"a": [1, null]}')


def scene_pickle(w):
    value = {"a": [1, 2.5], "b": bytes(100_000), "c": bytearray(b"x") * 100_000}
    for protocol in (0, 2, 5):
        file = w.shop.File(b"")
        pickle.dump(value, file, protocol)
        file.seek(0)
        check(pickle.load(file) == value, True)


def scene_shutil_copyfileobj(w):
    here, there = io.BytesIO(), w.shop.File(b"")
    shutil.copyfileobj(w.shop.File(b"abc" * 50_000), here)
    here.seek(0)
    shutil.copyfileobj(here, there)
    check(there.ToArray() == b"abc" * 50_000, True)
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(w.shop.File(b"abc"), file)
        check(file.tell(), 3)


def scene_hashlib_file_digest(w):
    content = b"abc" * 200_000
    check(hashlib.sha256(w.shop.File(content).read()).hexdigest(), hashlib.sha256(content).hexdigest())
    if sys.version_info >= (3, 11):
        check(hashlib.file_digest(w.shop.File(content), "sha256").hexdigest(), hashlib.sha256(content).hexdigest())


def scene_codecs_xml_and_configparser(w):
    check(codecs.getreader("utf-8")(w.shop.File("h\u00e9".encode())).read(), "h\u00e9")
    check(ElementTree.parse(w.shop.File(b"<a><b/></a>")).getroot().tag, "a")
    settings = configparser.ConfigParser()
    settings.read_file(w.shop.Texts("[a]\nb=1\n"))
    check(settings["a"]["b"], "1")
    file = w.shop.File(b"")
    with io.BufferedWriter(file) as buffered:
        ElementTree.ElementTree(ElementTree.Element("a")).write(buffered)
        buffered.flush()
        check(file.ToArray(), b"<a />")


def scene_numpy_files(w):
    numbers = numpy.arange(3)
    check(numpy.load(w.shop.File(made(lambda file: numpy.save(file, numbers)))).tolist(), [0, 1, 2])
    file = w.shop.File(b"")
    numpy.save(file, numbers)
    check(numpy.load(io.BytesIO(file.ToArray())).tolist(), [0, 1, 2])
    check(numpy.loadtxt(io.TextIOWrapper(w.shop.File(b"1 2\n3 4\n"))).tolist(), [[1, 2], [3, 4]])


def scene_pandas_files(w):
    content = b"a,b\n1,2\n3,4\n"
    for frame in (pandas.read_csv(io.BufferedReader(w.shop.File(content))), pandas.read_csv(io.TextIOWrapper(w.shop.File(content))), pandas.read_csv(io.StringIO(w.shop.Texts(content.decode()).read()))):
        check(frame.values.tolist(), [[1, 2], [3, 4]])
    check(pandas.read_json(io.BufferedReader(w.shop.File(b'{"a":[1]}'))).values.tolist(), [[1]])
    file = w.shop.File(b"")
    with io.TextIOWrapper(file, write_through=True) as text:
        pandas.DataFrame({"a": [1]}).to_csv(text, index=False)
        check(file.ToArray(), b"a\n1\n")


def scene_what_asks_isinstance_takes_a_buffered_reader(w):
    """Of an object whose class is not of this Python the classes of abc cannot tell; Python's own BufferedReader around it is one of io."""
    packed = made(zipped)
    for consumer in (gzip.open, bz2.open, lzma.open, zipfile.ZipFile, pandas.read_csv):
        raises((TypeError, AttributeError), consumer, w.shop.File(packed))
    check(isinstance(io.BufferedReader(w.shop.File(packed)), io.IOBase), True)


def scene_files_that_grow_on_disk(w):
    with tempfile.NamedTemporaryFile() as place:
        with w.shop.Growing(place.name) as file:
            check((file.write(b"abc"), file.flush(), file.tell(), place.read()), (3, None, 3, b"abc"))
            file.truncate()
        check(file.closed, True)


if __name__ == "__main__":
    w = world(*sys.argv[1:])
    w.kind = sys.argv[1]
    run(globals(), w)
