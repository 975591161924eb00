"""The load's client on stock RPyC: rpyc_client.py WORKLOAD HOST PORT; prints one line of JSON."""
import collections
import json
import os
import sys
import threading
import time

import rpyc
from rpyc.utils.helpers import buffiter


def setting(name, otherwise):
    return int(os.environ.get(name, otherwise))


workload, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
warmup = setting("PEER_WARMUP_MS", "1000") / 1000
measure = setting("PEER_MEASURE_MS", "2000") / 1000
workers = setting("PEER_WORKERS", "8")
window_size = setting("PEER_WINDOW", "256")
clock = time.perf_counter


def show(unit, value, seconds, samples, verified):
    samples.sort()

    def at(share):
        return samples[int((len(samples) - 1) * share)] * 1e6 if samples else 0

    print(json.dumps({
        "value": value, "unit": unit, "count": len(samples), "seconds": seconds, "p50_us": at(0.5), "p99_us": at(0.99), "verified": bool(verified)}), flush=True)


def mark(name):
    print("MARK " + name, flush=True)
    sys.stdin.readline()


def loop(call, warm=None):
    verified, number, samples = True, 0, []
    end = clock() + warmup
    while number == 0 or clock() < end:
        verified &= call(number)
        number += 1
    if warm:
        warm.wait()
    begin = before = clock()
    while not samples or before - begin < measure:
        verified &= call(number)
        number += 1
        now = clock()
        samples.append(now - before)
        before = now
    return samples, before - begin, verified


def sequential(call):
    samples, seconds, verified = loop(call)
    show("calls/s", len(samples) / seconds, seconds, samples, verified)


def parallel(calls):
    warm, runs = threading.Barrier(len(calls)), []
    threads = [threading.Thread(target=lambda call=call: runs.append(loop(call, warm))) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    samples = [sample for run in runs for sample in run[0]]
    seconds = max(run[1] for run in runs)
    show("calls/s", len(samples) / seconds, seconds, samples, all(run[2] for run in runs))


def turns(unit, amount, turn):
    samples, seconds, verified = loop(turn)
    show(unit, len(samples) * amount / seconds, seconds, samples, verified)


def adding(root):
    function = root.add
    return lambda number: function(number, 2) == number + 2


def windowed(root):
    add, window, samples, state = rpyc.async_(root.add), collections.deque(), [], [0, True]

    def take():
        result, number = window.popleft()
        begin = clock()
        state[1] &= result.value == number + 2
        samples.append(clock() - begin)

    def fill(duration):
        count, begin = 0, clock()
        while clock() - begin < duration:
            while len(window) < window_size:
                window.append((add(state[0], 2), state[0]))
                state[0] += 1
            for _ in range(window_size // 2):
                take()
                count += 1
        return count, clock() - begin

    fill(warmup)
    samples.clear()
    count, seconds = fill(measure)
    while window:
        take()
    show("calls/s", count / seconds, seconds, samples, state[1])


def echo(root):
    payload = os.urandom(setting("PEER_PAYLOAD", 16 << 20))
    function = root.echo
    turns("MB/s", len(payload) / 1e6, lambda number: function(payload) == payload)


def iterate(root, buffered):
    count = setting("PEER_ITEMS", "1000000")
    count = count if buffered else min(count, 20000)
    chunk = setting("PEER_CHUNK", "1000")

    def walk(number):
        numbers = root.numbers(count)
        return sum(buffiter(numbers, max_chunk=chunk) if buffered else numbers) == count * (count - 1) // 2

    turns("items/s", count, walk)


def connect_once(number):
    connection = rpyc.connect(host, port)
    right = connection.root.add(number, 2) == number + 2
    connection.close()
    return right


def hold():
    mark("base")
    connections = [rpyc.connect(host, port) for _ in range(setting("PEER_CONNECTIONS", "500"))]
    verified = all(connection.root.add(1, 2) == 3 for connection in connections)
    mark("held")
    begin = clock()
    verified &= all(connection.root.add(2, 3) == 5 for connection in connections)
    show("connections", len(connections), clock() - begin, [], verified)


def idle(connection):
    end = clock() + warmup
    verified = True
    while clock() < end:
        verified &= connection.root.add(1, 2) == 3
    mark("idle")
    show("idle", 0, 0, [], verified and connection.root.add(2, 3) == 5)


def connect():
    return rpyc.connect(host, port)


if workload == "w1":
    sequential(adding(connect().root))
elif workload == "w1a":
    shared = connect().root
    sequential(lambda number: shared.add(number, 2) == number + 2)
elif workload == "w2":
    connections = [connect() for _ in range(workers)]
    parallel([adding(connection.root) for connection in connections])
elif workload == "w3":
    shared = connect().root
    parallel([adding(shared) for _ in range(workers)])
elif workload == "w4":
    windowed(connect().root)
elif workload == "w5":
    echo(connect().root)
elif workload in ("w6", "w6n"):
    iterate(connect().root, workload == "w6")
elif workload == "w7":
    samples, seconds, verified = loop(connect_once)
    show("connects/s", len(samples) / seconds, seconds, samples, verified)
elif workload == "w8":
    hold()
elif workload == "c5":
    idle(connect())
else:
    print(json.dumps({"na": "no workload " + workload}))
