"""A stock classic client of a classic server, of either language: classic_client.py HOST PORT [python]

Connects as rpyc.classic.connect does, which already needs getmodule, eval, execute, namespace, builtins and importlib.util of the other side.
With "python", the other side is a Python and its modules are used as well.
"""
import sys

import rpyc


def main(host, port, *options):
    conn = rpyc.classic.connect(host, int(port))
    print("ok connect", flush=True)
    if "python" in options:
        assert conn.modules.sys.version_info[0] == 3
        assert conn.modules["os.path"].join("a", "b") == "a/b"
        assert conn.eval("1 + 2") == 3
        conn.execute("x = 5")
        assert conn.namespace["x"] == 5
        print("ok modules", flush=True)
    else:
        text = conn.modules["System.Text"].StringBuilder("one")
        text.Append(" two")
        assert text.ToString() == "one two", text.ToString()
        assert conn.modules.System.Math.Max(3, 4) == 4
        print("ok modules", flush=True)
    conn.close()
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
