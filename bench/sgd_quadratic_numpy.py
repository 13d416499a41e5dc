"""The peer of sgd-quadratic.mjs: rank-one steps of stochastic inversion in numpy. One JSON request a line in, {folder, d};
out {seconds, check} of an epoch and the norm of its result."""

import json
import sys
import time

import numpy as np


def epoch(a, x, order):
    columns = np.ascontiguousarray(a.T)
    step = np.empty_like(x)
    start = time.perf_counter()
    for i in order:
        u = x @ columns[i]
        np.negative(u, out=u)
        u[i] += 1
        np.multiply(u[:, None], x[i].copy(), out=step)
        x += step
    return time.perf_counter() - start


def main():
    print(json.dumps({"version": np.__version__}), flush=True)
    for line in sys.stdin:
        r = json.loads(line)
        a, x = (np.fromfile(f"{r['folder']}/{k}.bin").reshape(r["d"], r["d"]) for k in ("a", "x"))
        seconds = epoch(a, x, np.fromfile(f"{r['folder']}/order.bin", np.int32))
        print(json.dumps({"seconds": seconds, "check": float(np.linalg.norm(x))}), flush=True)


main()
