"""Uses CalculatorService through the relay, as if there were none: relay_client.py HOST PORT"""
import sys

import rpyc

conn = rpyc.connect(sys.argv[1], int(sys.argv[2]))
calc = conn.root
print("service:", calc.get_service_name())
print("1 + 2 =", calc.add(1, 2))
print("with keywords:", calc.default(1, c=30))
print("squares:", list(calc.generate(5)))
print("called back, through the relay:", calc.call_back(lambda x: x * 10, 7))

counter = calc.counter(5)
counter.increment()
print("a counter two processes away stands at", counter.get(), "and comes back as itself:", calc.echo(counter) is counter)

try:
    calc.div(1, 0)
except ZeroDivisionError as error:
    print("a .NET DivideByZeroException is a", type(error).__name__)
conn.close()
