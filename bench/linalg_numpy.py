"""numpy's side of linalg.mjs: one JSON request a line in, {operation, n, dtype}; seconds of one call out."""

import json
import sys
import time

import numpy as np

arrays = {}


def prepared(n, dtype):
    if (n, dtype) not in arrays:
        arrays.clear()
        random = np.random.default_rng(1)
        arrays[n, dtype] = [(random.random((n, n)) - 0.5).astype(dtype) for _ in range(3)]
    return arrays[n, dtype]


print(json.dumps({"version": np.__version__, "blas": np.show_config("dicts")["Build Dependencies"]["blas"]["version"]}))
sys.stdout.flush()
for line in sys.stdin:
    request = json.loads(line)
    a, b, out = prepared(request["n"], request["dtype"])
    start = time.perf_counter()
    np.matmul(a, b if request["operation"] == "gemm" else a.T, out=out)
    print(json.dumps(time.perf_counter() - start))
    sys.stdout.flush()
