"""The peer of infinite-depth.mjs in numpy. One JSON request a line in, {kind, n, d, depth, folder}; out {seconds, check}."""

import json
import sys
import time

import numpy as np


def ntk(x, depth):
    c = np.clip(x @ x.T, -1, 1)
    t = c.copy()
    for _ in range(depth):
        angle = np.pi - np.arccos(c)
        s = (np.sqrt(1 - c * c) + c * angle) / np.pi
        t *= angle / np.pi
        t += s
        c = np.minimum(s, 1)
    return float(t.sum())


def singular(x, y, z, log_delta, log_psi):
    right = 0.0
    for i in range(0, len(z), 1000):
        # Differences of coordinates: inner products would lose near points.
        square = np.zeros((len(z[i : i + 1000]), len(x)))
        for k in range(x.shape[1]):
            gap = z[i : i + 1000, k][:, None] - x[:, k][None, :]
            square += gap * gap
        log_k = np.interp(np.log(square / 2), log_delta, log_psi)
        log_k -= log_k.max(axis=1, keepdims=True)
        right += float((np.exp(log_k) @ y > 0).sum())
    return right


print(json.dumps({"version": np.__version__}), flush=True)
for line in sys.stdin:
    r = json.loads(line)
    read = lambda name, *shape: np.fromfile(f"{r['folder']}/{name}.bin").reshape(*shape)
    x = read("x", r["n"], r["d"])
    if r["kind"] == "ntk":
        start = time.perf_counter()
        check = ntk(x, r["depth"])
    else:
        rest = (read("y", -1), read("z", -1, r["d"]), read("log_delta", -1), read("log_psi", -1))
        start = time.perf_counter()
        check = singular(x, *rest)
    print(json.dumps({"seconds": time.perf_counter() - start, "check": check}), flush=True)
