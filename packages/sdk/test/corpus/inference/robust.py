"""What statsmodels says of robust errors: python3 robust.py > robust.json, from this folder, beside inference.json."""
import json
import numpy as np
import statsmodels
import statsmodels.api as sm

sets = json.load(open("inference.json"))
out = {"statsmodels": statsmodels.__version__}
for name, given in sets.items():
    features = [k for k in given["columns"] if k != given["target"]]
    x = np.column_stack([given["columns"][k] for k in features])
    if given["intercept"]:
        x = np.column_stack([x, np.ones(len(x))])
    y = np.array(given["columns"][given["target"]])
    weights = given["weights"]
    model = sm.OLS(y, x) if weights is None else sm.WLS(y, x, weights=np.array(weights))
    groups = np.arange(len(y)) // 4
    slopes = np.eye(x.shape[1])[: len(features)]
    answers = {}
    for kind in ("HC0", "HC1", "HC2", "HC3", "cluster"):
        fit = model.fit(cov_type=kind, **({"cov_kwds": {"groups": groups}} if kind == "cluster" else {}))
        answers[kind] = {
            "covariance": fit.cov_params().ravel().tolist(),
            # of the slopes together
            "f": float(np.squeeze(fit.f_test(slopes).fvalue)),
        }
    out[name] = answers
print(json.dumps(out))
