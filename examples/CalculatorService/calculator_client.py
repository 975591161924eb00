"""Uses the service from stock Python RPyC: calculator_client.py HOST PORT"""
import sys

import rpyc

conn = rpyc.connect(sys.argv[1], int(sys.argv[2]))
calc = conn.root
print("1 + 2 =", calc.add(1, 2))
print("with keywords:", calc.default(1, c=30))
print("squares:", list(calc.generate(5)))
print("called back:", calc.call_back(lambda x: x * 10, 7))

counter = calc.counter(5)
counter.increment()
print("a counter that lives in .NET stands at", counter.get())

try:
    calc.div(1, 0)
except ZeroDivisionError as error:
    print("a .NET DivideByZeroException is a", type(error).__name__)
conn.close()
