"""The peer of bench/ntk-completion.mjs: the tangent kernel between the pixels of a stationary prior, by its slices, and the exact
solve, in numpy, with scipy's Cholesky. Answers one line of JSON, {file, layers, side}, with the seconds of kernel and solve and the
PSNR; file holds picture and mask as JSON."""

import json
import sys
import time

import numpy as np
from scipy.linalg import cho_factor, cho_solve

SLOPE = 0.01
MIX = 2 * SLOPE / (1 + SLOPE**2)


def duals(x):
    x = np.clip(x, -1, 1)
    angle, height = np.arccos(x), np.sqrt(1 - x * x)
    k0 = (np.pi - (1 - MIX) * angle) / np.pi
    k1 = (np.pi * x + (1 - MIX) * (height - x * angle)) / np.pi
    return k0, k1


def patch_sums(m, q):
    """m[a, b, r, c]: both pixels move together; phases are taken modulo the period."""
    period, size = m.shape[0], m.shape[2]
    for axis in (0, 1):
        total = np.zeros_like(m)
        for s in range(-(q // 2), q - q // 2):
            for phase in range(period):
                source = (phase + s) % period
                piece = np.roll(np.take(m, source, axis=axis), phase - source, axis=axis + 1)
                if axis == 0:
                    total[phase] += piece
                else:
                    total[:, phase] += piece
        m = total
    return m


def activation(sigma, theta, q):
    period, size = sigma.shape[0], sigma.shape[2]
    i = np.arange(period)
    diagonal = np.sqrt(sigma[i[:, None], i[None, :], i[:, None], i[None, :]])
    tiles = np.tile(diagonal, (size // period, size // period))
    scale = diagonal[:, :, None, None] * tiles[None, None]
    k0, k1 = duals(sigma / scale)
    values = k1 * scale
    return values / q**2, (values + k0 * theta) / q**2


def up(m):
    for axis in range(4):
        m = np.repeat(m, 2, axis=axis)
    return m


def kernel(layers, size):
    sigma = np.full((1, 1, size, size), 1 / 400)
    sigma[0, 0, 0, 0] = 1 / 300
    theta = sigma.copy()
    for l, layer in enumerate(layers):
        if layer == "down":
            p = max(sigma.shape[0] // 2, 1)
            step = 2 if sigma.shape[0] > 1 else 1
            sigma, theta = (m[::step, ::step, ::2, ::2][:p, :p] for m in (sigma, theta))
        elif layer == "nearest":
            sigma, theta = up(sigma), up(theta)
        else:
            q = layer["convolution"]
            sigma, theta = patch_sums(sigma, q), patch_sums(theta, q)
            if l < len(layers) - 1:
                sigma, theta = activation(sigma, theta, q)
    return theta


def gather(m, rows, cols, size):
    period, side = m.shape[0], m.shape[2]
    r, c = rows[:, None] // size, rows[:, None] % size
    a, b = r % period, c % period
    # Offsets beyond the support read the constant at (P, P).
    down = (cols[None] // size - r + size // 2) % size - size // 2
    right = (cols[None] % size - c + size // 2) % size - size // 2
    near = (np.abs(down) < period) & (np.abs(right) < period)
    out = np.full(near.shape, m[0, 0, period, period])
    i, j = np.nonzero(near)
    a, b = a[i, 0], b[i, 0]
    out[i, j] = m[a, b, (a + down[i, j]) % side, (b + right[i, j]) % side]
    return out


config = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
print(json.dumps({"version": np.__version__, "blas": config.get("version")}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    with open(request["file"]) as file:
        problem = json.load(file)
    truth, mask = np.array(problem["values"]), np.array(problem["mask"])
    size = problem["size"]
    start = time.perf_counter()
    m = kernel(request["layers"], request["side"])
    seen, lost = np.flatnonzero(mask == 1), np.flatnonzero(mask == 0)
    k = gather(m, seen, seen, size)
    alpha = cho_solve(cho_factor(k, lower=True, overwrite_a=True, check_finite=False), truth[:, seen].T, check_finite=False)
    found = truth.copy()
    found[:, lost] = (gather(m, lost, seen, size) @ alpha).T
    end = time.perf_counter()
    error = np.mean((np.clip(found, 0, 1) - truth) ** 2)
    answer = {"seconds": end - start, "psnr": -10 * np.log10(error)}
    print(json.dumps(answer), flush=True)
