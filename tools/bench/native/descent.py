"""Full-batch gradient descent with NumPy. argv: file of x1, x2, y; rows; epochs; learning rate."""
import json, sys, time
import numpy as np
from blas import blas

data = np.fromfile(sys.argv[1]).reshape(3, int(sys.argv[2]))
epochs, rate = int(sys.argv[3]), float(sys.argv[4])
X = np.ascontiguousarray(np.vstack([data[:2], np.ones(data.shape[1])]).T)
y = data[2].copy()
w = np.zeros(3)
start = time.perf_counter()
for _ in range(epochs):
    w -= rate * (X.T @ (X @ w - y)) / len(y)
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds / epochs, "weights": w.tolist(), "version": np.__version__, "blas": blas()}))
