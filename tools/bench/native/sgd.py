"""Epochs of shuffled per-sample SGD with scikit-learn. argv: file of columns, the target last; rows; features; rate."""
import json, sys, time, warnings
import numpy as np
import sklearn
from sklearn.linear_model import SGDRegressor

warnings.filterwarnings("ignore")
n, d = int(sys.argv[2]), int(sys.argv[3])
data = np.fromfile(sys.argv[1]).reshape(d + 1, n)
X, y = np.ascontiguousarray(data[:d].T), data[d].copy()
EPOCHS = 20
best = 1e9
for _ in range(3):
    model = SGDRegressor(penalty=None, learning_rate="constant", eta0=float(sys.argv[4]), max_iter=EPOCHS,
                         tol=None, shuffle=True, random_state=1)
    start = time.perf_counter()
    model.fit(X, y)
    best = min(best, time.perf_counter() - start)
weights = [*model.intercept_.tolist(), *model.coef_.tolist()]
print(json.dumps({"seconds": best / EPOCHS, "weights": weights, "version": sklearn.__version__}))
