namespace DynamicRpyc.Tests.Interop.Feel;

/// <summary>A C# client with a stock Python slave: the rows of "C# code on a netref" on Python objects, one test a row.</summary>
internal abstract class PythonFeelFixture : ClassicFixture
{
    private const string World = """
        import asyncio

        class Shelf:
            kind = 'oak'

            def __init__(self, items=()):
                self.items = dict(items)
                self.left = None

            def __getitem__(self, key):
                return self.items[key]

            def __setitem__(self, key, value):
                self.items[key] = value

            def __delitem__(self, key):
                del self.items[key]

            def __enter__(self):
                return self.items

            def __exit__(self, kind, value, trace):
                self.left = None if kind is None else (kind.__name__, isinstance(value, kind), str(value))
                return kind is KeyError

            def get_async(self):
                return 1

            def sizeAsync(self, scale=1):
                return len(self.items) * scale

        class Metres:
            def __init__(self, value):
                self.value = value

            def __floordiv__(self, other): return ('floordiv', other)
            def __rfloordiv__(self, other): return ('rfloordiv', other)
            def __pow__(self, other): return ('pow', other)
            def __rpow__(self, other): return ('rpow', other)
            def __matmul__(self, other): return ('matmul', other)
            def __rmatmul__(self, other): return ('rmatmul', other)
            def __divmod__(self, other): return ('divmod', other)
            def __radd__(self, other): return ('radd', other)
            def __sub__(self, other): return NotImplemented

        class Feet:
            def __rsub__(self, other): return 'feet were asked'
            def __rfloordiv__(self, other): return 'feet were asked'

        class Series:
            def __iter__(self): raise AssertionError('not by the item')
            def tolist(self): return [1.5, 2]

        class Wide(Shelf):
            pass

        def keywords(*args, **kwargs):
            return (args, tuple(sorted(kwargs.items())))

        def count(n):
            got = yield 0
            for i in range(1, n):
                got = yield (i if got is None else got)

        async def coroutine():
            return 5

        async def ticks():
            yield 1

        class Own(Exception):
            pass

        def fail():
            raise Own('mine')

        def ask(callback):
            return callback()

        def until_cancelled(started, token):
            started()
            while not token.IsCancellationRequested:
                pass
            return 'told'
        """;

    [OneTimeSetUp]
    public void MakeWorld() => Conn.execute(World);

    protected dynamic Named(string name) => Conn.@namespace[name];

    protected dynamic Shelf(params (string Key, object Value)[] items) => Conn.eval("Shelf")(Conn.builtins.dict(items.Select(item => new PyTuple(item.Key, item.Value)).ToArray()));
}
