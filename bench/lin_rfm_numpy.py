"""The peer of bench/lin-rfm.mjs: the authors' SVD-free loop and the alternating variant in plain numpy.

usage: lin_rfm_numpy.py FOLDER D SCHEME ITERATIONS
FOLDER holds truth.f64 (D x D) and mask.u8. SCHEME is `authors` or `alternating`. Prints JSON: the seconds of each
iteration and, with ITERATIONS 0, of the run to a hidden mean square error below 1e-3. Measuring the error is not timed.
"""

import json
import sys
import time

import numpy as np


def step(y, mask, metric, ridge, floor, out):
    for i in range(y.shape[0]):
        o = np.flatnonzero(mask[i])
        if o.size == 0:
            out[i] = 0
            continue
        k = metric[np.ix_(o, o)]
        rho = max(ridge, floor * np.trace(k) / o.size)
        a = np.linalg.solve(k + rho * np.eye(o.size), y[i, o])
        row = a @ metric[o, :]
        row[o] = y[i, o]
        out[i] = row


def run(y, mask, scheme, iterations):
    d = y.shape[0]
    hidden = ~mask
    z = np.zeros_like(y)
    metric = np.eye(d)
    seconds = []
    ridge = 0.05
    turned = np.ascontiguousarray(y.T), np.ascontiguousarray(mask.T)
    for t in range(iterations or 3000):
        start = time.perf_counter()
        if scheme == "authors":
            step(y, mask, metric, ridge, 0.0, z)
            metric = z.T @ z / d
        elif t % 2 == 0:
            if t > 0:
                metric = z.T @ z / d
            step(y, mask, metric, max(0.1 * 0.9**t, 1e-10), 1e-11, z)
        else:
            metric = z @ z.T / d
            zt = np.empty_like(z)
            step(*turned, metric, max(0.1 * 0.9**t, 1e-10), 1e-11, zt)
            z = np.ascontiguousarray(zt.T)
        seconds.append(time.perf_counter() - start)
        if not iterations:
            error = np.mean((y - z)[hidden] ** 2)
            if error < 1e-3:
                break
            if scheme == "authors" and error < 0.1:
                ridge = min(ridge, 1e-3)
    return seconds


if __name__ == "__main__":
    folder, d, scheme, iterations = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    truth = np.fromfile(f"{folder}/truth.f64").reshape(d, d)
    seen = np.fromfile(f"{folder}/mask.u8", dtype=np.uint8).reshape(d, d).astype(bool)
    print(json.dumps({"seconds": run(truth, seen, scheme, iterations), "numpy": np.__version__}))
