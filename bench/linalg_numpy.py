"""numpy's side of linalg.mjs: one JSON request a line in, {operation, n, dtype}; seconds of one call out."""

import json
import sys
import time

import numpy as np

arrays = {}


def prepared(n, dtype, spd):
    key = n, dtype, spd
    if key not in arrays:
        arrays.clear()
        random = np.random.default_rng(1)
        arrays[key] = [(random.random((n, n)) - 0.5).astype(dtype) for _ in range(3)]
        if spd:
            a = arrays[key][0]
            arrays[key][0] = a @ a.T + n * np.eye(n, dtype=dtype)
    return arrays[key]


print(json.dumps({"version": np.__version__, "blas": np.show_config("dicts")["Build Dependencies"]["blas"]["version"]}))
sys.stdout.flush()
for line in sys.stdin:
    request = json.loads(line)
    operation = request["operation"]
    a, b, out = prepared(request["n"], request["dtype"], operation == "cholesky")
    start = time.perf_counter()
    if operation == "cholesky":
        np.linalg.cholesky(a)
    else:
        np.matmul(a, b if operation == "gemm" else a.T, out=out)
    print(json.dumps(time.perf_counter() - start))
    sys.stdout.flush()
