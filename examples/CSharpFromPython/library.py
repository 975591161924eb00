"""Writes, searches and zips an XML catalogue with .NET's System.Xml.Linq and System.IO.Compression, from Python: library.py HOST PORT"""
import sys
from datetime import date, datetime, timezone

import rpyc
from rpyc.utils.classic import obtain

BOOKS = [
    ("Frankenstein", "Mary Shelley", date(1818, 1, 1), 280),
    ("Middlemarch", "George Eliot", date(1871, 12, 1), 880),
    ("The Time Machine", "H. G. Wells", date(1895, 5, 7), 118),
]

conn = rpyc.classic.connect(sys.argv[1], int(sys.argv[2]))
System = conn.modules.System
Xml = conn.modules["System.Xml.Linq"]
Zip = conn.modules["System.IO.Compression"]
Generic = conn.modules["System.Collections.Generic"]
conn.modules["System.Linq"]  # as "using System.Linq": its extension methods are members from here on

# Constructors with params arguments.
catalogue = Xml.XElement("catalogue", Xml.XAttribute("books", len(BOOKS)))
for title, author, published, pages in BOOKS:
    parts = [Xml.XElement(name, text) for name, text in (("title", title), ("author", author), ("published", published.isoformat()))]
    catalogue.Add(Xml.XElement("book", Xml.XAttribute("pages", pages), *parts))

# LINQ with Python lambdas; for, indexing and str as everywhere in Python.
long_books = catalogue.Elements("book").Where(lambda book: int(book.Attribute("pages").Value) > 200)
print("long:", ", ".join(book.Element("title").Value for book in long_books))
print("first:", catalogue.Elements().First().Element("author").Value)
print("pages:", catalogue.Elements().Sum[Xml.XElement](System.Func[Xml.XElement, System.Int32](lambda book: int(book.Attribute("pages").Value))))

# Streams, with blocks, an enum, a datetime where C# takes a DateTimeOffset; the archive is made in the .NET process and comes over as bytes.
memory = System.IO.MemoryStream()
with Zip.ZipArchive(memory, Zip.ZipArchiveMode.Create, True) as archive:
    entry = archive.CreateEntry("catalogue.xml", Zip.CompressionLevel.SmallestSize)
    entry.LastWriteTime = datetime(2024, 2, 29, 12, 0, tzinfo=timezone.utc)
    with System.IO.StreamWriter(entry.Open()) as writer:
        writer.Write(str(catalogue))
archive_bytes = memory.ToArray()
print("zipped:", type(archive_bytes).__name__, archive_bytes[:2])

# Read back with Python's bytes as a .NET byte[].
with Zip.ZipArchive(System.IO.MemoryStream(archive_bytes)) as archive:
    for entry in archive.Entries:
        with System.IO.StreamReader(entry.Open()) as reader:
            again = Xml.XElement.Parse(reader.ReadToEnd())
        print(entry.FullName, obtain(entry.LastWriteTime).date(), "books:", again.Attribute("books").Value)
print("same:", bool(Xml.XNode.DeepEquals(catalogue, again)))

# Generics, a dictionary used as one, a copy.
pages = Generic.Dictionary[System.String, System.Int32]({book.Element("title").Value: int(book.Attribute("pages").Value) for book in again.Elements("book")})
print("shortest:", min(pages.items(), key=lambda item: item[1]), "of", obtain(pages.Values))

# Errors are Python's where they have a name, and say what to write where C# is stricter.
try:
    Xml.XElement.Parse("<broken>")
except Exception as error:
    print("parsing:", type(error).__name__)
try:
    System.TimeSpan.FromDays("3")
except TypeError as error:
    print("binding:", str(error).splitlines()[1].strip())
conn.close()
