"""The peer of autoencoder.mjs: the authors' descent of a linear autoencoder, and epochs of a LeakyReLU autoencoder, in
numpy. One JSON request a line in, {kind, x, b, w1, ...}; out {seconds, check}."""

import json
import sys
import time

import numpy as np


def linear(r):
    x, b = np.array(r["x"]).T, np.array(r["b"])
    a = np.zeros((x.shape[0], b.shape[0]))
    c = x @ x.T
    eye = np.eye(x.shape[0])
    start = time.perf_counter()
    for _ in range(r["steps"]):
        e = (eye - a @ b) @ c
        a, b = a + r["eta"] * (e @ b.T), b + r["eta"] * (a.T @ e)
    return time.perf_counter() - start, float(np.trace(b))


def leaky(r):
    x = np.array(r["x"])
    w1, b1, w2, b2 = (np.array(r[k]) for k in ("w1", "b1", "w2", "b2"))
    parameters = [w1, b1, w2, b2]
    velocity = [np.zeros_like(p) for p in parameters]
    start = time.perf_counter()
    for _ in range(r["epochs"]):
        for i in range(0, len(x), r["batch"]):
            batch = x[i : i + r["batch"]]
            z = batch @ w1.T + b1
            h = np.maximum(z, 0.01 * z)
            delta = (h @ w2.T + b2 - batch) * (2 / batch.size)
            back = delta @ w2
            back *= np.where(z > 0, 1.0, 0.01)
            for p, v, g in zip(parameters, velocity, (back.T @ batch, back.sum(0), delta.T @ h, delta.sum(0))):
                v *= 0.9
                v += g
                p -= r["eta"] * v
    return time.perf_counter() - start, float(np.abs(w1).sum())


print(json.dumps({"version": np.__version__}), flush=True)
for line in sys.stdin:
    with open(json.loads(line)["file"]) as file:
        request = json.load(file)
    seconds, check = {"linear": linear, "leaky": leaky}[request["kind"]](request)
    print(json.dumps({"seconds": seconds, "check": check}), flush=True)
