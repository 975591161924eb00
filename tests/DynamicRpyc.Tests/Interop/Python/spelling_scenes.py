"""Runs docs/python-spelling.md as it stands, one scene a row of its tables: spelling_scenes.py HOST PORT PAGE"""
import io
import json
import re
import sys
import traceback
from contextlib import redirect_stdout

import numpy
import pandas
import rpyc
from rpyc.utils.classic import obtain
from rpyc.utils.helpers import buffiter

OWN = "DynamicRpyc.Tests.Interop.Clients"


def names(conn):
    """What the page's lines may use: a new one for each row."""
    own, shop = conn.modules[OWN], conn.modules[OWN].Workshop()
    System, Generic = conn.modules.System, conn.modules["System.Collections.Generic"]
    nr = own.Spelled()
    return dict(
        conn=conn, System=System, Generic=Generic, rpyc=rpyc, numpy=numpy, pandas=pandas, obtain=obtain, buffiter=buffiter, nr=nr, shop=shop, f=lambda *arguments: 5, Colour=own.Workshop.Ref.Colour, Knot=own.Knot,
        x=System.IO.MemoryStream(), key="Ada", items=Generic.List[System.Int32]([1, 2, 3]), ages=shop.Ages(), add=nr.Adder(), options=System.IO.FileAccess.ReadWrite, flag=System.IO.FileAccess.Read)


def rows(page):
    """First cell and code of each row of the tables whose second column is what to write in Python."""
    is_run = False
    for line in open(page, encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("|"):
            is_run = False
        elif cells[1:2] == ["Python"]:
            is_run = True
        elif is_run and line.startswith("| "):
            yield cells[0], re.findall(r"`([^`]+)`", cells[1])


def main(host, port, page):
    conn = rpyc.classic.connect(host, int(port))
    conn._config["sync_request_timeout"] = 20
    for title, snippets in rows(page):
        try:
            known = names(conn)
            with redirect_stdout(io.StringIO()):
                for snippet in snippets:
                    exec(compile(snippet, title, "exec"), known)
            error = None if snippets else "The row says nothing to write."
        except BaseException:
            error = traceback.format_exc()
        print(json.dumps({"scene": title, "error": error}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
