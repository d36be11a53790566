"""A Parquet file to the weights of y with pandas and scikit-learn, imports aside. argv: file; rounds."""
import json, sys, time
import pandas as pd
import sklearn
from sklearn.linear_model import LinearRegression

best = 1e9
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    rows = pd.read_parquet(sys.argv[1])
    model = LinearRegression().fit(rows.drop(columns="y"), rows["y"])
    best = min(best, time.perf_counter() - start)
weights = [*model.coef_.tolist(), float(model.intercept_)]
print(json.dumps({"seconds": best, "weights": weights, "pandas": pd.__version__, "sklearn": sklearn.__version__}))
