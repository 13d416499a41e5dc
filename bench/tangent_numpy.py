"""The peer of bench/tangent.mjs: gradient descent with its tangent kernel watched, in numpy. Answers one line of JSON, {file,
steps, watch, batch}, with the seconds of the run and its last loss; file holds the problem as JSON."""

import json
import sys
import time

import numpy as np


def forward(x, weights, scales):
    inputs, gates = [x], []
    for l, (w, s) in enumerate(zip(weights, scales)):
        z = s * (inputs[-1] @ w.T)
        if l == len(weights) - 1:
            return z[:, 0], inputs, gates
        gates.append(z > 0)
        inputs.append(z * gates[-1])


def deltas(top, weights, scales, gates):
    found = [top[:, None]]
    for l in range(len(weights) - 1, 0, -1):
        found.insert(0, scales[l] * (found[0] @ weights[l]) * gates[l - 1])
    return found


def kernel(inputs, found, scales):
    return sum(s * s * (a @ a.T) * (d @ d.T) for a, d, s in zip(inputs, found, scales))


def run(x, y, weights, scales, eta, steps, watch, batches):
    weights = [w.copy() for w in weights]
    n = len(y)
    loss = 0.0
    start = time.perf_counter()
    for t in range(steps):
        rows = batches[t] if batches is not None else slice(None)
        xb, yb = (x, y) if batches is None else (x[rows], y[rows])
        f, inputs, gates = forward(xb, weights, scales)
        e = f - yb
        loss = float(e @ e / len(yb))
        if watch:
            k = kernel(inputs, deltas(np.ones(n), weights, scales, gates), scales)
            values, vectors = np.linalg.eigh(k)
            np.cumsum((vectors[:, : -watch - 1 : -1].T @ e) ** 2 / n)
        for l, (a, d) in enumerate(zip(inputs, deltas(2 * e / len(yb), weights, scales, gates))):
            weights[l] -= (eta * scales[l]) * (d.T @ a)
    return time.perf_counter() - start, loss


config = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
print(json.dumps({"version": np.__version__, "blas": config.get("version")}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    with open(request["file"]) as file:
        p = json.load(file)
    arrays = [np.array(w) for w in p["weights"]]
    order = None if p["batches"] is None else [np.array(b) for b in p["batches"]]
    seconds, loss = run(
        np.array(p["x"]), np.array(p["y"]), arrays, p["scales"], p["eta"], request["steps"], request["watch"], order
    )
    print(json.dumps({"seconds": seconds, "loss": loss}), flush=True)
