"""A file to the weights of y with pandas and scikit-learn, as a whole process. argv: CSV file."""
import json, sys
import pandas as pd
import sklearn
from sklearn.linear_model import LinearRegression

rows = pd.read_csv(sys.argv[1])
model = LinearRegression().fit(rows[["x1", "x2"]], rows["y"])
weights = [*model.coef_.tolist(), float(model.intercept_)]
print(json.dumps({"weights": weights, "pandas": pd.__version__, "scikit-learn": sklearn.__version__}))
