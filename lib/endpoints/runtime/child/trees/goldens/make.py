"""Makes the models beside it anew, with the answers of the libraries that wrote them:

    python3 -m venv /tmp/goldens && /tmp/goldens/bin/pip install xgboost lightgbm scikit-learn pandas
    /tmp/goldens/bin/python lib/endpoints/runtime/child/trees/goldens/make.py

Those of XGBoost have the release in their names when it is another than 3. Each file has the model (text, or base64 of bytes), rows of numbers in which null is a missing value, and the answers.
"""

import base64
import json
import os
import tempfile
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

HERE = Path(__file__).parent
RELEASE = "" if xgb.__version__.startswith("3.") else f"{xgb.__version__}-"
ROWS = 40
rng = np.random.default_rng(7)


def features(count=400, width=4):
    """Few distinct values, so that rows lie exactly on thresholds; some are missing, some zero."""
    data = np.round(rng.normal(size=(count, width)) * 4) / 4
    data[rng.random(data.shape) < 0.15] = np.nan
    data[rng.random(data.shape) < 0.1] = 0.0
    return data.astype(np.float32)


X = features()
FILLED = np.nan_to_num(X)
SIGNAL = FILLED[:, 0] - FILLED[:, 1] * FILLED[:, 2] + 0.3 * rng.normal(size=len(X))
POSITIVE = np.exp(SIGNAL / 4).astype(np.float32)
CLASSES = np.digitize(SIGNAL, [-0.7, 0.7])
BINARY = (SIGNAL > 0).astype(int)
COUNTS = rng.poisson(POSITIVE)
CODES = np.column_stack([rng.integers(0, 40, len(X)), rng.integers(0, 4, len(X)), X[:, 0]]).astype(np.float32)
OF_CODES = np.sin(CODES[:, 0]) + (CODES[:, 1] == 2) + np.nan_to_num(CODES[:, 2])
STRANGE_CODES = CODES[:ROWS].copy()
STRANGE_CODES[0:4, 0] = [np.nan, -1, 41, 1e7]
STRANGE_CODES[4:8, 1] = [np.nan, 1.5, -0.5, 3e9]


def plain(values):
    """Lists of numbers, each as exact as it is; what is missing is None."""
    array = np.asarray(values)
    return [plain(one) for one in array] if array.ndim else (None if np.isnan(array) else float(array))


def save(name, library, model, rows, answers):
    text = model if isinstance(model, str) else base64.b64encode(model).decode()
    said = {"format": library, "binary": not isinstance(model, str), "model": text}
    said |= {"rows": plain(rows), "answers": {key: plain(value) for key, value in answers.items()}}
    release = RELEASE if library == "xgboost" else ""
    (HERE / f"{library}-{release}{name}.golden").write_text(json.dumps(said, separators=(",", ":")) + "\n")


def xgboost_file(model, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"model.{suffix}")
        model.save_model(path)
        return Path(path).read_text() if suffix == "json" else Path(path).read_bytes()


def xgboost(name, params, label, data=X, rows=X[:ROWS], rounds=5, suffix="ubj", types=None, **more):
    matrix = xgb.DMatrix(data, label, feature_types=types, enable_categorical=types is not None, **more)
    model = xgb.train({"max_depth": 3, "nthread": 1, "seed": 1, **params}, matrix, rounds)
    asked = xgb.DMatrix(rows, feature_types=types, enable_categorical=types is not None)
    margins = model.predict(asked, output_margin=True)
    save(name, "xgboost", xgboost_file(model, suffix), rows, {"margins": margins, "answer": model.predict(asked)})


for objective, label in {
    "reg:squarederror": SIGNAL,
    "reg:squaredlogerror": POSITIVE,
    "reg:pseudohubererror": SIGNAL,
    "reg:absoluteerror": SIGNAL,
    "reg:logistic": BINARY,
    "reg:gamma": POSITIVE,
    "reg:tweedie": POSITIVE,
    "count:poisson": COUNTS,
    "survival:cox": POSITIVE,
    "binary:logistic": BINARY,
    "binary:logitraw": BINARY,
    "binary:hinge": BINARY,
    "multi:softmax": CLASSES,
    "multi:softprob": CLASSES,
}.items():
    extra = {"num_class": 3} if objective.startswith("multi") else {}
    xgboost(objective.replace(":", "-"), {"objective": objective, **extra}, label)
for objective in ("rank:pairwise", "rank:ndcg", "rank:map"):
    degree = BINARY if objective == "rank:map" else CLASSES
    xgboost(objective.replace(":", "-"), {"objective": objective}, degree, qid=np.repeat(np.arange(20), 20))
xgboost("quantile", {"objective": "reg:quantileerror", "quantile_alpha": 0.7}, SIGNAL)
xgboost("quantiles", {"objective": "reg:quantileerror", "quantile_alpha": [0.2, 0.8]}, SIGNAL)
xgboost("json", {"objective": "binary:logistic", "base_score": 0.3}, BINARY, suffix="json")
xgboost("targets", {"objective": "reg:squarederror"}, np.column_stack([SIGNAL, POSITIVE]), suffix="json")
xgboost("labels", {"objective": "binary:logistic"}, np.column_stack([BINARY, CLASSES == 1]))
xgboost("forest", {"num_parallel_tree": 3, "subsample": 0.6, "num_class": 3, "objective": "multi:softprob"}, CLASSES, rounds=2)
DART = {"booster": "dart", "rate_drop": 0.5, "one_drop": 1}
xgboost("dart", {**DART, "objective": "reg:squarederror"}, SIGNAL, rounds=8)
xgboost("dart-classes", {**DART, "objective": "multi:softprob", "num_class": 3}, CLASSES, rounds=6, suffix="json")
TYPES = ["c", "c", "q"]
xgboost("categories", {"max_cat_to_onehot": 1}, OF_CODES, CODES, STRANGE_CODES, types=TYPES)
xgboost("one-hot", {"max_cat_to_onehot": 100}, OF_CODES, CODES, STRANGE_CODES, types=TYPES, suffix="json")

aft = xgb.DMatrix(X)
aft.set_float_info("label_lower_bound", POSITIVE)
aft.set_float_info("label_upper_bound", POSITIVE * 2)
model = xgb.train({"objective": "survival:aft", "max_depth": 3, "nthread": 1}, aft, 5)
asked = xgb.DMatrix(X[:ROWS])
answers = {"margins": model.predict(asked, output_margin=True), "answer": model.predict(asked)}
save("survival-aft", "xgboost", xgboost_file(model, "ubj"), X[:ROWS], answers)

early = xgb.XGBClassifier(n_estimators=60, max_depth=3, learning_rate=1, early_stopping_rounds=2, n_jobs=1)
early.fit(X[:200], CLASSES[:200], eval_set=[(X[200:], CLASSES[200:])], verbose=False)
assert early.best_iteration + 1 < early.get_booster().num_boosted_rounds()
answers = {
    "margins": early.predict(X[:ROWS], output_margin=True),
    "answer": early.predict_proba(X[:ROWS]),
    "label": early.predict(X[:ROWS]),
}
save("early", "xgboost", xgboost_file(early, "ubj"), X[:ROWS], answers)

frame = pd.DataFrame({"airport": pd.Categorical(np.take(["ICN", "GMP", "CJU", "PUS"], CODES[:, 1].astype(int)))})
frame["wind"] = CODES[:, 2]
named = xgb.XGBRegressor(n_estimators=5, max_depth=3, enable_categorical=True, n_jobs=1).fit(frame, OF_CODES)
rows = np.column_stack([frame["airport"].cat.codes, frame["wind"]])[:ROWS]
answers = {
    "margins": named.predict(frame[:ROWS], output_margin=True),
    "answer": named.predict(frame[:ROWS]),
}
save("frame", "xgboost", xgboost_file(named, "json"), rows, answers)


def lightgbm(name, params, label, data=X, rows=X[:ROWS], rounds=5, **more):
    settings = {"num_leaves": 6, "num_threads": 1, "verbosity": -1, "min_data_in_leaf": 5, "seed": 1, "deterministic": True}
    train = lgb.Dataset(data.astype(np.float64), label, **more)
    model = lgb.train({**settings, **params}, train, rounds)
    asked = rows.astype(np.float64)
    answers = {"margins": model.predict(asked, raw_score=True), "answer": model.predict(asked)}
    # What follows tells how it was trained.
    trees, end, _ = model.model_to_string().partition("end of trees\n")
    save(name, "lightgbm", trees + end, rows, answers)


for objective, label in {
    "regression": SIGNAL,
    "regression_l1": SIGNAL,
    "huber": SIGNAL,
    "fair": SIGNAL,
    "quantile": SIGNAL,
    "mape": POSITIVE,
    "poisson": COUNTS,
    "gamma": POSITIVE,
    "tweedie": POSITIVE,
    "binary": BINARY,
    "cross_entropy": BINARY,
    "cross_entropy_lambda": BINARY,
    "multiclass": CLASSES,
    "multiclassova": CLASSES,
}.items():
    extra = {"num_class": 3} if objective.startswith("multi") else {}
    lightgbm(objective, {"objective": objective, **extra}, label)
for objective in ("lambdarank", "rank_xendcg"):
    lightgbm(objective, {"objective": objective}, CLASSES, group=[20] * 20)
lightgbm("zero-missing", {"objective": "regression", "zero_as_missing": True}, SIGNAL)
lightgbm("never-missing", {"objective": "regression", "use_missing": False}, SIGNAL, FILLED)
lightgbm("no-missing", {"objective": "regression"}, SIGNAL, FILLED)
lightgbm("root", {"objective": "regression", "reg_sqrt": True}, SIGNAL)
lightgbm("steep", {"objective": "binary", "sigmoid": 2.5}, BINARY)
lightgbm("one-leaf", {"objective": "regression", "min_data_in_leaf": 390}, SIGNAL, rounds=2)
BAGGED = {"boosting": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}
lightgbm("forest", {**BAGGED, "objective": "binary"}, BINARY)
lightgbm("forest-classes", {**BAGGED, "objective": "multiclass", "num_class": 3}, CLASSES, rounds=3)
lightgbm("dart", {"boosting": "dart", "drop_rate": 0.5, "objective": "regression"}, SIGNAL, rounds=8)
CATEGORIES = {"objective": "regression", "min_data_per_group": 5, "cat_smooth": 1}
lightgbm("categories", CATEGORIES, OF_CODES, CODES, STRANGE_CODES, categorical_feature=[0, 1])
lightgbm("one-hot", {**CATEGORIES, "max_cat_to_onehot": 100}, OF_CODES, CODES, STRANGE_CODES, categorical_feature=[0, 1])
