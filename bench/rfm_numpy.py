"""The peer of rfm.mjs: the authors' rfm.py in numpy. One JSON request a line in, {folder, dtype, solve, rounds}; out
{seconds, mse} of one fit and its error on the test points.

As the authors have it: K in dtype, the solve in `solve` (their float32 K becomes float64 by the identity that is added),
AGOP over all points by one product an output, no normalisation of M. In its favour, distances are computed once a round,
where the authors' script computes them for K and again for the gradients, and work is done in place.
"""

import json
import sys
import time

import numpy as np

BANDWIDTH, RIDGE = 10.0, 1e-3


def distances(x, z, metric):
    xm = x @ metric
    zm = xm if z is x else z @ metric
    out = xm @ z.T
    out *= -2
    out += np.einsum("ij,ij->i", xm, x)[:, None]
    out += np.einsum("ij,ij->i", zm, z)[None, :]
    np.maximum(out, 0, out=out)
    np.sqrt(out, out=out)
    return out


def laplace(dist):
    k = dist * dist.dtype.type(-1 / BANDWIDTH)
    return np.exp(k, out=k)


def solve(k, y, dtype):
    k = k.astype(dtype)
    k[np.diag_indices_from(k)] += dtype(RIDGE)
    return np.linalg.solve(k, y.astype(dtype)).astype(y.dtype)


def agop(x, k, dist, alpha, metric):
    small = dist < 1e-10
    dist[small] = 1
    k /= dist
    k[small] = 0
    xm = x @ metric
    total = np.zeros((x.shape[1], x.shape[1]), x.dtype)
    for a in alpha.T:
        g = k @ (a[:, None] * xm)
        g -= (k @ a)[:, None] * xm
        g *= x.dtype.type(1 / BANDWIDTH)
        total += g.T @ g
    return total / x.dtype.type(len(x))


def fit(x, y, rounds, dtype):
    metric = np.eye(x.shape[1], dtype=x.dtype)
    for t in range(rounds + 1):
        dist = distances(x, x, metric)
        k = laplace(dist)
        alpha = solve(k, y, dtype)
        if t == rounds:
            return metric, alpha
        metric = agop(x, k, dist, alpha, metric)


print(json.dumps({"version": np.__version__, "blas": np.show_config("dicts")["Build Dependencies"]["blas"]["version"]}))
sys.stdout.flush()
for line in sys.stdin:
    request = json.loads(line)
    dtype, solver = np.dtype(request["dtype"]).type, np.dtype(request["solve"]).type
    d = request["d"]
    x, z = (np.fromfile(f"{request['folder']}/{name}.f64").reshape(-1, d).astype(dtype) for name in "xz")
    y, w = (np.fromfile(f"{request['folder']}/{name}.f64").reshape(-1, 1).astype(dtype) for name in "yw")
    start = time.perf_counter()
    metric, alpha = fit(x, y, request["rounds"], solver)
    seconds = time.perf_counter() - start
    error = laplace(distances(z, x, metric)) @ alpha - w
    print(json.dumps({"seconds": seconds, "mse": float(np.mean(error.astype(np.float64) ** 2))}))
    sys.stdout.flush()
