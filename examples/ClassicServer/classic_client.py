"""Drives a .NET process from stock Python RPyC: classic_client.py HOST PORT"""
import sys

import rpyc

conn = rpyc.classic.connect(sys.argv[1], int(sys.argv[2]))
print("connected to .NET", conn.modules.System.Environment.Version.ToString())

text = conn.modules["System.Text"].StringBuilder("one")
text.Append(", two")
print(text.ToString())

numbers = conn.modules["System.Collections.Generic"].List[conn.modules.System.Int32]()
for number in (3, 1, 2):
    numbers.Add(number)
numbers.Sort()
print(list(numbers))

try:
    conn.modules["System.IO"].File.ReadAllText("no-such-file")
except FileNotFoundError as error:
    print("a .NET FileNotFoundException is a", type(error).__name__)
conn.close()
