"""Standard errors of least squares with statsmodels, imports aside. argv: file of columns in f64, y last; columns; rounds."""
import json, sys, time
import numpy as np
import statsmodels
import statsmodels.api as sm

columns = int(sys.argv[2])
table = np.fromfile(sys.argv[1]).reshape(columns, -1)
x = sm.add_constant(table[:-1].T.copy())
best = 1e9
for _ in range(int(sys.argv[3])):
    start = time.perf_counter()
    fit = sm.OLS(table[-1], x).fit()
    # what its summary shows, and its variance inflation factors
    bse, p, interval = fit.bse, fit.pvalues, fit.conf_int()
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "bse": [*bse[1:].tolist(), float(bse[0])], "statsmodels": statsmodels.__version__}))
