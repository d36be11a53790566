"""A.T @ A with NumPy, rows in C order. argv: file of columns; rows; columns."""
import json, sys, time
import numpy as np
from blas import blas

A = np.ascontiguousarray(np.fromfile(sys.argv[1]).reshape(int(sys.argv[3]), int(sys.argv[2])).T)
best = 1e9
for _ in range(5):
    start = time.perf_counter()
    G = A.T @ A
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "gram": G[np.triu_indices(len(G))].tolist(), "version": np.__version__, "blas": blas()}))
