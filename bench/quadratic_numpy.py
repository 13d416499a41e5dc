"""The peer of quadratic.mjs: the two-layer quadratic model in numpy. One JSON request a line in, {folder, dtype, n, d, m,
eta, steps, form}; out {seconds, loss} of the steps and the last loss.

`units` moves u itself, two products with the inputs a step; `span` moves u·x by the Gram matrix of the inputs, as ours does
with fewer samples than twice the inputs. Both work in place.
"""

import json
import sys
import time

import numpy as np


def run(x, y, u, v, eta, steps, form):
    s = x.dtype.type(1 / np.sqrt(u.size))
    rate = x.dtype.type(eta) * s
    z = x @ u.T
    gates = (z >= 0).astype(x.dtype)
    inner = x @ x.T if form == "span" else None
    c = np.zeros_like(z)
    h, b = np.empty_like(z), np.empty_like(z)
    start = time.perf_counter()
    for t in range(steps):
        if form == "units" and t > 0:
            np.matmul(x, u.T, out=z)
        np.multiply(z, gates, out=h)
        e = s * (h @ v) - y
        loss = float(e @ e) / len(e)
        g = e * x.dtype.type(2 / len(e))
        np.multiply(gates, v, out=b)
        b *= g[:, None]
        v -= rate * (g @ h)
        b *= rate
        if form == "units":
            u -= b.T @ x
        else:
            c += b
            z -= inner @ b
    return time.perf_counter() - start, loss


def main():
    print(json.dumps({"version": np.__version__}), flush=True)
    for line in sys.stdin:
        r = json.loads(line)
        shapes = {"x": (r["n"], r["d"]), "y": (r["n"],), "u": (r["m"], r["d"]), "v": (r["m"],)}
        read = {k: np.fromfile(f"{r['folder']}/{k}.bin", r["dtype"]).reshape(s) for k, s in shapes.items()}
        seconds, loss = run(**read, eta=r["eta"], steps=r["steps"], form=r["form"])
        print(json.dumps({"seconds": seconds, "loss": loss}), flush=True)


main()
