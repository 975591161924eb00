"""The load's client on stock RPyC: rpyc_client.py WORKLOAD HOST PORT; prints one line of JSON."""
import json
import os
import sys
import time

import rpyc

workload, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
warmup = int(os.environ.get("PEER_WARMUP_MS", "1000")) / 1000
measure = int(os.environ.get("PEER_MEASURE_MS", "2000")) / 1000

conn = rpyc.connect(host, port)
root = conn.root
if workload == "w1":
    function = root.add
    call = lambda number: function(number, 2) == number + 2
elif workload == "w1a":
    call = lambda number: root.add(number, 2) == number + 2
else:
    print(json.dumps({"na": "no workload " + workload}))
    sys.exit(0)

verified, number = True, 0
end = time.perf_counter() + warmup
while time.perf_counter() < end:
    verified &= call(number)
    number += 1
samples = []
begin = before = time.perf_counter()
while before - begin < measure:
    verified &= call(number)
    number += 1
    now = time.perf_counter()
    samples.append(now - before)
    before = now
samples.sort()
print(json.dumps({
    "value": len(samples) / (before - begin), "unit": "calls/s", "count": len(samples), "seconds": before - begin,
    "p50_us": samples[len(samples) // 2] * 1e6, "p99_us": samples[int(len(samples) * 0.99)] * 1e6, "verified": verified}))
