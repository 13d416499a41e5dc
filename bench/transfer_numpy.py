"""The peer of transfer.mjs in numpy: translation of a Laplace machine to corrupted targets with learning curves, and the
strided convolutional kernel. One JSON request a line in, {kind, folder, ...}; out {seconds, check}."""

import json
import sys
import time

import numpy as np


def lengths(x):
    return np.einsum("ij,ij->i", x, x)


def laplace(x, z, x_lengths, z_lengths, bandwidth):
    """Each pass in place: a temporary of this size costs more than what fills it."""
    square = x @ z.T
    square *= -2
    square += x_lengths[:, None]
    square += z_lengths
    np.maximum(square, 0, out=square)
    np.sqrt(square, out=square)
    square /= -bandwidth
    return np.exp(square, out=square)


def translation(r, read):
    n, m, d, c, train = r["n"], r["m"], r["d"], r["c"], r["train"]
    xs, ys, xt, yt = read("xs", n, d), read("ys", n, c), read("xt", m, d), read("yt", m, c)
    orders = read("orders", r["subsets"], train).astype(int)
    start = time.perf_counter()
    s_lengths = lengths(xs)
    alpha = np.linalg.solve(laplace(xs, xs, s_lengths, s_lengths, 10.0), ys)
    total = 0.0
    for _ in range(r["targets"]):
        t_lengths = lengths(xt)
        prior = laplace(xt, xs, t_lengths, s_lengths, 10.0) @ alpha
        near, rest = t_lengths[:train], t_lengths[train:]
        own = laplace(xt[:train], xt[:train], near, near, 10.0)
        across = laplace(xt[train:], xt[:train], rest, near, 10.0)
        right = np.hstack([yt, yt - prior])[:train]
        # All examples make the same predictor in any order.
        every = across @ np.linalg.solve(own, right)
        for order in orders:
            for size in r["sizes"]:
                rows = order[:size]
                if size == train:
                    out = every
                else:
                    out = across[:, rows] @ np.linalg.solve(own[np.ix_(rows, rows)], right[rows])
                total += float(np.abs(out[:, :c]).sum() + np.abs(out[:, c:] + prior[train:]).sum())
    return time.perf_counter() - start, total


def convolutional(r, read):
    n, side, channels = r["n"], r["side"], r["channels"]
    x = read("x", n, channels, side, side)
    start = time.perf_counter()

    def windows(size, stride):
        out = -(-size // stride)
        pad = max(0, (out - 1) * stride + 3 - size)
        return out, pad // 2, pad - pad // 2

    def conv(s, stride):
        out, low, high = windows(s.shape[-1], stride)
        s = np.pad(s, ((0, 0), (low, high), (low, high)))
        total = np.zeros((s.shape[0], out, out))
        for i in range(3):
            for j in range(3):
                total += s[:, i : i + stride * (out - 1) + 1 : stride, j : j + stride * (out - 1) + 1 : stride]
        return total

    variances = [(x * x).sum(1) / channels]
    for stride in r["strides"]:
        variances.append(conv(variances[-1], stride))
    total = 0.0
    for i in range(n):
        s = conv((x[i][None] * x).sum(1) / channels, r["strides"][0])
        k = s.copy()
        for layer, stride in enumerate(r["strides"][1:], 1):
            v = np.sqrt(variances[layer][i][None] * variances[layer])
            cosine = np.clip(s / np.maximum(v, 1e-300), -1, 1)
            angle = np.pi - np.arccos(cosine)
            s = v * (np.sqrt(1 - cosine * cosine) + cosine * angle) / np.pi
            k = k * angle / np.pi + s
            s, k = conv(s, stride), conv(k, stride)
        total += float((s + k).mean(axis=(1, 2)).sum())
    return time.perf_counter() - start, total


print(json.dumps({"version": np.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    load = lambda name, *shape: np.fromfile(f"{request['folder']}/{name}.bin").reshape(*shape)
    run = {"translation": translation, "convolutional": convolutional}[request["kind"]]
    seconds, check = run(request, load)
    print(json.dumps({"seconds": seconds, "check": check}), flush=True)
