"""The peer of conv-rfm.mjs in numpy: the convolutional tangent kernel, its patch AGOP in closed form, and the star run.
One JSON request a line in, {kind, folder, ...}; out {seconds, check}."""

import json
import sys
import time

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BLOCK = 50


def patches(x, ps):
    """(n, C, P, Q) to (A, n, D), positions first."""
    w = sliding_window_view(x, (ps, ps), axis=(2, 3))
    n, c, h, v = w.shape[:4]
    return np.ascontiguousarray(w.transpose(2, 3, 0, 1, 4, 5)).reshape(h * v, n, c * ps * ps), (h, v)


def box(m, ps):
    """Window sums over the first two axes, VALID, separable."""
    h = sum(m[:, o : m.shape[1] - ps + 1 + o] for o in range(ps))
    return sum(h[o : h.shape[0] - ps + 1 + o] for o in range(ps))


def spread(m, ps):
    pad = ((ps - 1, ps - 1), (ps - 1, ps - 1)) + ((0, 0),) * (m.ndim - 2)
    return box(np.pad(m, pad), ps)


def variances(v, grid, c, ps, depth):
    q = (v * v).sum(2).reshape(*grid, -1) / c
    maps = [q]
    for _ in range(depth - 1):
        maps.append(box(maps[-1], ps))
    return maps


def relu(n, s):
    c = np.clip(n / s, -1, 1)
    angle = np.pi - np.arccos(c)
    return (np.sqrt(1 - c * c) + c * angle) * s / np.pi, angle / np.pi


def kernel(v, z, grid, c, ps, depth):
    q, p = variances(v, grid, c, ps, depth), variances(z, grid, c, ps, depth)
    out = np.empty((v.shape[1], z.shape[1]))
    for a in range(0, v.shape[1], BLOCK):
        for b in range(0, z.shape[1], BLOCK):
            n = np.matmul(v[:, a : a + BLOCK], z[:, b : b + BLOCK].transpose(0, 2, 1)) / c
            n = n.reshape(*grid, *n.shape[1:])
            t = n.copy()
            for l in range(depth):
                if l:
                    n, t = box(n, ps), box(t, ps)
                    t += n
                s = np.sqrt(q[l][..., a : a + BLOCK, None] * p[l][..., None, b : b + BLOCK])
                n, k0 = relu(n, s)
                t = t * k0
            out[a : a + BLOCK, b : b + BLOCK] = (n + t).mean((0, 1))
    return out


def agop(v, alpha, at, grid, c, ps, depth, transform):
    z = v[:, :at]
    q, p = variances(z, grid, c, ps, depth), variances(v, grid, c, ps, depth)
    n = (np.matmul(z, v.transpose(0, 2, 1)) / c).reshape(*grid, at, -1)
    t = n.copy()
    kept = []
    for l in range(depth):
        if l:
            n, t = box(n, ps), box(t, ps)
            t += n
        s = np.sqrt(q[l][..., None] * p[l][..., None, :])
        sigma = np.sqrt(np.maximum(0, s * s - n * n))
        before, tangent = n, t
        n, k0 = relu(n, s)
        kept.append((before, tangent, k0, sigma, s, q[l][..., None]))
        t = t * k0
    nb = np.full(n.shape, 1 / (n.shape[0] * n.shape[1]))
    tb, qb = nb.copy(), np.zeros_like(nb)
    for l in reversed(range(depth)):
        n, t, k0, sigma, s, ql = kept[l]
        with np.errstate(divide="ignore", invalid="ignore"):
            e = np.where(sigma <= 1e-7 * s, 0, tb * t / (np.pi * sigma))
        dq = qb + nb * sigma / (2 * np.pi * ql) - e * n / (2 * ql)
        dt = k0 * tb
        dn = k0 * nb + e + dt
        if l:
            nb, tb, qb = spread(dn, ps), spread(dt, ps), spread(dq, ps)
    positions = v.shape[0]
    r, w = dn.reshape(positions, at, -1), dq.reshape(positions, at, -1)
    weighted = (r[:, :, None, :] * alpha.T[None, None]).reshape(positions, -1, r.shape[2])
    g = np.matmul(weighted, v).reshape(positions, at, alpha.shape[1], -1)
    g += 2 * np.matmul(w, alpha)[..., None] * z[:, :, None, :]
    g = g.reshape(-1, v.shape[2]) / c
    m = g.T @ g / at
    return m if transform is None else transform @ m @ transform


def kernels(r, read):
    c, side, ps, depth = r["channels"], r["side"], r["patch"], r["depth"]
    x, z = (read(k, r[n], c, side, side) for k, n in (("x", "n"), ("z", "m")))
    start = time.perf_counter()
    (v, grid), (w, _) = patches(x, ps), patches(z, ps)
    k = kernel(v, w, grid, c, ps, depth)
    return time.perf_counter() - start, float(k.sum())


def agops(r, read):
    c, side, ps, depth = r["channels"], r["side"], r["patch"], r["depth"]
    x, alpha = read("x", r["n"], c, side, side), read("alpha", r["n"], r["outputs"])
    start = time.perf_counter()
    v, grid = patches(x, ps)
    m = agop(v, alpha, r["at"], grid, c, ps, depth, None)
    return time.perf_counter() - start, float(np.abs(m).sum())


def stars(r, read):
    c, side, ps, ridge = 3, 32, r["patch"], 1e-3
    x, y = read("x", r["n"], c, side, side), read("y", r["n"], 2)
    z = read("z", r["m"], c, side, side)
    start = time.perf_counter()
    u, grid = patches(x, ps)
    transform, total = None, 0.0
    for turn in range(2):
        v = u if transform is None else u @ transform
        k = kernel(v, v, grid, c, ps, 1)
        q = variances(v, grid, c, ps, 1)[0].mean((0, 1))
        np.fill_diagonal(k, 2 * q)
        scale = k.max()
        alpha = np.linalg.solve(k / scale + ridge * np.eye(len(k)), y)
        f = []
        for a in range(0, len(z), BLOCK):
            w, _ = patches(z[a : a + BLOCK], ps)
            f.append(kernel(w if transform is None else w @ transform, v, grid, c, ps, 1) @ alpha / scale)
        total += float(np.abs(np.concatenate(f)).sum())
        if turn == 0:
            values, vectors = np.linalg.eigh(agop(v, alpha, 20, grid, c, ps, 1, transform))
            transform = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
            transform /= np.linalg.norm(transform)
    return time.perf_counter() - start, total


def network_step(x, y, weights, head, ps):
    """Sum of the sizes of all gradients of the mean squared error; images NHWC, same padding, im2col and col2im."""
    h, pad, kept = x, ps // 2, []
    for w in weights:
        n, rows, cols, c = h.shape
        wide = np.pad(h, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        p = sliding_window_view(wide, (ps, ps), axis=(1, 2)).reshape(n * rows * cols, -1)
        z = p @ w.T
        kept.append((p, z, h.shape))
        h = np.maximum(z, 0).reshape(n, rows, cols, -1)
    flat = h.reshape(len(x), -1)
    f = flat @ head.T
    delta = 2 * (f - y) / f.size
    total = float(np.abs(delta.T @ flat).sum())
    up = (delta @ head).reshape(h.shape)
    for l in reversed(range(len(weights))):
        p, z, shape = kept[l]
        delta = up.reshape(z.shape) * (z > 0)
        total += float(np.abs(delta.T @ p).sum())
        if l == 0:
            return total
        n, rows, cols, c = shape
        g = (delta @ weights[l]).reshape(n, rows, cols, c, ps, ps)
        wide = np.zeros((n, rows + 2 * pad, cols + 2 * pad, c), x.dtype)
        for i in range(ps):
            for j in range(ps):
                wide[:, i : i + rows, j : j + cols] += g[..., i, j]
        up = wide[:, pad : pad + rows, pad : pad + cols]


def networks(r, read):
    c, side, ps, n, k = r["channels"], r["side"], r["patch"], r["n"], r["filters"]
    single = lambda name, *shape: read(name, *shape).astype(np.float32)
    x = np.ascontiguousarray(single("x", n, c, side, side).transpose(0, 2, 3, 1))
    weights = [single(f"w{l}", k, (k if l else c) * ps * ps) for l in range(r["depth"])]
    y, head = single("y", n, r["outputs"]), single("head", r["outputs"], side * side * k)
    start = time.perf_counter()
    for _ in range(r["steps"]):
        check = network_step(x, y, weights, head, ps)
    return time.perf_counter() - start, check


KINDS = {"kernel": kernels, "agop": agops, "stars": stars, "network": networks}

print(json.dumps({"version": np.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    load = lambda name, *shape: np.fromfile(f"{request['folder']}/{name}.bin").reshape(*shape)
    seconds, check = KINDS[request["kind"]](request, load)
    print(json.dumps({"seconds": seconds, "check": check}), flush=True)
