"""Least squares of the bundled data sets in exact rational arithmetic, written to reference-weights.json.

Every cell is read as the decimal number it shows, the normal equations are solved in fractions, and each result is
rounded once, to the nearest double: all 17 digits are right. Python's standard library only:

    python3 tools/datasets/reference_weights.py
"""

import csv
import json
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "packages" / "datasets" / "sets"
NAMES = ["penguins", "cars", "temperature", "plane", "lecture"]


def solve(matrix, right):
    """Gauss–Jordan elimination; exact, so any nonzero pivot will do."""
    size = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(size):
        pivot = next(r for r in range(i, size) if rows[r][i] != 0)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(size):
            if r != i:
                factor = rows[r][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [row[size] for row in rows]


def reference(name):
    meta = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    columns = [*meta["features"], meta["target"]]
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        table = [[record[column] for column in columns] for record in csv.DictReader(file)]
    complete = [[Fraction(cell) for cell in row] for row in table if all(row)]
    if (len(table), len(complete)) != (meta["rows"], meta["completeRows"]):
        raise SystemExit(f"{name}: {len(table)} rows, {len(complete)} complete; {name}.json says otherwise")

    inputs = [[*row[:-1], Fraction(1)] for row in complete]
    target = [row[-1] for row in complete]
    size, count = len(columns), len(complete)
    matrix = [[sum(x[i] * x[j] for x in inputs) for j in range(size)] for i in range(size)]
    right = [sum(x[i] * y for x, y in zip(inputs, target)) for i in range(size)]
    solution = solve(matrix, right)

    residuals = [y - sum(w * v for w, v in zip(solution, x)) for x, y in zip(inputs, target)]
    squares = sum(r * r for r in residuals)
    mean = sum(target) / count
    spread = sum((y - mean) ** 2 for y in target)
    return {
        "target": meta["target"],
        "features": meta["features"],
        "rows": count,
        "skippedRows": len(table) - count,
        "weights": [float(w) for w in solution[:-1]],
        "bias": float(solution[-1]),
        # mean of ½(y − ŷ)²
        "loss": float(squares / (2 * count)),
        "r2": float(1 - squares / spread),
    }


def text(value, depth=0):
    """JSON as biome formats it: an entry a line, lists of numbers or names on one line."""
    if not isinstance(value, dict):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        if isinstance(value, list):
            return "[" + ", ".join(text(item) for item in value) + "]"
        return str(int(value)) if whole else json.dumps(value, ensure_ascii=False)
    inside = "  " * (depth + 1)
    entries = ",\n".join(f"{inside}{json.dumps(key)}: {text(item, depth + 1)}" for key, item in value.items())
    return "{\n" + entries + "\n" + "  " * depth + "}"


if __name__ == "__main__":
    results = {name: reference(name) for name in NAMES}
    (HERE / "reference-weights.json").write_text(text(results) + "\n", encoding="utf-8")
