"""Models that MLflow's own client logs, answered by endpoints as MLflow's pyfunc answers them."""

import json
import math
import os
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from checks import PATIENCE_S, TOKEN, URL, api, check, eventually, fetch

os.environ["MLFLOW_TRACKING_URI"] = f"{URL}/mlflow"
os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"

import lightgbm  # noqa: E402
import mlflow  # noqa: E402
import numpy  # noqa: E402
import onnx  # noqa: E402
import pandas  # noqa: E402
import xgboost  # noqa: E402
from mlflow.models import infer_signature  # noqa: E402
from mlflow.pyfunc.scoring_server.client import ScoringServerClient  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from skl2onnx import to_onnx  # noqa: E402
from sklearn.ensemble import RandomForestClassifier  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

random = numpy.random.default_rng(7)
mlflow.set_experiment("models that are served")
FRAME = pandas.DataFrame(random.normal(size=(300, 3)).round(2), columns=["distance", "wind", "hour"])
FRAME.loc[::7, "wind"] = numpy.nan
TOTAL = FRAME["distance"] - FRAME["wind"].fillna(0) * FRAME["hour"]
LATE = (TOTAL > 0).astype(int)
LEVEL = numpy.digitize(TOTAL, [-0.5, 0.5])
ROWS = FRAME.head(50)


def call(path, body):
    """What the endpoint answers, once its model is warm."""
    data = json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            request = urllib.request.Request(URL + path, data=data, headers=headers)
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            said = error.read().decode()
            if error.code not in (429, 503) or time.monotonic() > deadline:
                raise AssertionError(f"{path} answered {error.code}: {said}") from None
            time.sleep(float(error.headers.get("Retry-After", 1)))


def serve(name, log, **logged):
    """Logs and registers a model, and names an endpoint for it. Returns MLflow's own way to ask it."""
    with mlflow.start_run():
        info = log(**logged, name="model", registered_model_name=name)
    api("POST", "/api/v1/endpoints", {"name": name, "variant": {"model": name, "version": 1}, "deadline_ms": 20_000})
    return mlflow.pyfunc.load_model(info.model_uri)


def predictions(name, frame):
    rows = [{key: None if math.isnan(value) else value for key, value in row.items()} for row in frame.to_dict("records")]
    return call(f"/predict/{name}", {"instances": rows})["predictions"]


def column(answers, name):
    return numpy.array([answer[name] for answer in answers])


def trained(params, label, rounds=20):
    return xgboost.train({"max_depth": 4, "nthread": 1, **params}, xgboost.DMatrix(FRAME, label), rounds)


with check("a booster of XGBoost answers as pyfunc does, missing values too"):
    booster = trained({"objective": "binary:logistic"}, LATE)
    signature = infer_signature(FRAME, booster.predict(xgboost.DMatrix(FRAME)))
    own = serve("xgb-booster", mlflow.xgboost.log_model, xgb_model=booster, signature=signature)
    answers = predictions("xgb-booster", ROWS)
    assert numpy.allclose(column(answers, "probabilities")[:, 1], own.predict(ROWS), rtol=1e-6), answers

with check("MLflow's scoring client asks an endpoint as it asks a scoring server, and every form of rows has its answer"):
    asked = ROWS.fillna(0)
    with tempfile.NamedTemporaryFile("w", suffix=".netrc") as known:
        # The client has no place for a token; its library reads this file.
        known.write(f"machine {urllib.parse.urlparse(URL).hostname} login anybody password {TOKEN}\n")
        known.flush()
        os.environ["NETRC"] = known.name
        client = ScoringServerClient("", 0)
        client.url_prefix = f"{URL}/invocations/xgb-booster"
        client.wait_server_ready()
        assert client.get_version(), "it has no version"
        said = numpy.stack(client.invoke(asked).get_predictions()["probabilities"])
        del os.environ["NETRC"]
    assert numpy.allclose(said[:, 1], own.predict(asked), rtol=1e-6), said
    for form in (
        {"dataframe_split": asked.to_dict("split")},
        {"dataframe_records": asked.to_dict("records")},
        {"instances": asked.to_dict("records")},
        {"inputs": asked.to_dict("list")},
    ):
        again = column(call("/invocations/xgb-booster", form)["predictions"], "probabilities")
        assert (again == said).all(), form.keys()

with check("a classifier of XGBoost that stopped early says the classes that pyfunc says"):
    fitted = xgboost.XGBClassifier(n_estimators=80, max_depth=3, learning_rate=1, early_stopping_rounds=2, n_jobs=1)
    fitted.fit(FRAME[:200], LEVEL[:200], eval_set=[(FRAME[200:], LEVEL[200:])], verbose=False)
    signature = infer_signature(FRAME, fitted.predict(FRAME))
    for style in ("json", "ubj"):
        name = f"xgb-classifier-{style}"
        own = serve(name, mlflow.xgboost.log_model, xgb_model=fitted, signature=signature, model_format=style)
        answers = predictions(name, ROWS)
        assert (column(answers, "label") == own.predict(ROWS)).all(), answers
        assert numpy.allclose(column(answers, "probabilities"), fitted.predict_proba(ROWS), rtol=1e-6)

with check("a booster of LightGBM answers as pyfunc does, missing values too"):
    options = {"objective": "multiclass", "num_class": 3, "verbose": -1, "num_threads": 1}
    booster = lightgbm.train(options, lightgbm.Dataset(FRAME, LEVEL), 15)
    signature = infer_signature(FRAME, booster.predict(FRAME))
    own = serve("lgb-booster", mlflow.lightgbm.log_model, lgb_model=booster, signature=signature)
    answers = predictions("lgb-booster", ROWS)
    assert numpy.allclose(column(answers, "probabilities"), own.predict(ROWS), rtol=1e-12), answers

with check("an object of LightGBM's own, which is Python code, is refused with the way out"):
    fitted = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1, n_jobs=1).fit(FRAME, LATE)
    serve("lgb-pickled", mlflow.lightgbm.log_model, lgb_model=fitted)
    try:
        predictions("lgb-pickled", ROWS)
        raise AssertionError("it answered")
    except AssertionError as error:
        assert "409" in str(error) and "booster_" in str(error), error

with check("an ONNX model whose weights MLflow writes beside it answers as pyfunc does"):
    weights = random.normal(size=(64, 32)).astype(numpy.float32)
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 32])],
        [numpy_helper.from_array(weights, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    own = serve("onnx-beside", mlflow.onnx.log_model, onnx_model=model)
    saved = onnx.load(mlflow.artifacts.download_artifacts("models:/onnx-beside/1") + "/model.onnx", load_external_data=False)
    assert saved.graph.initializer[0].data_location == TensorProto.EXTERNAL
    x = random.normal(size=(5, 64)).astype(numpy.float32)
    answers = call("/predict/onnx-beside", {"instances": x.tolist()})["predictions"]
    assert numpy.allclose(column(answers, "y"), own.predict(x)["y"], rtol=1e-5), answers

with check("a classifier of scikit-learn answers with its probabilities, converted as it comes"):
    whole = FRAME.fillna(0).astype(numpy.float32)
    names = numpy.array(["early", "fair", "late"])[LEVEL]
    forest = RandomForestClassifier(n_estimators=10, max_depth=4, random_state=1).fit(whole.values, names)
    model = to_onnx(forest, whole.values[:1], target_opset=17)
    serve("onnx-zipmap", mlflow.onnx.log_model, onnx_model=model, signature=infer_signature(whole, names))
    described = json.loads(fetch("/v2/models/onnx-zipmap"))
    [chances] = [one for one in described["outputs"] if "parameters" in one]
    assert chances["parameters"]["labels"] == ["early", "fair", "late"], described
    answers = predictions("onnx-zipmap", whole.head(50))
    assert numpy.allclose(column(answers, chances["name"]), forest.predict_proba(whole.values[:50]), atol=1e-5)

with check("a model of scikit-learn, which executes code, answers once an admin trusts it, as pyfunc does"):
    line = LogisticRegression().fit(whole, names)
    signature = infer_signature(whole, line.predict(whole))
    own = serve("sklearn", mlflow.sklearn.log_model, sk_model=line, signature=signature)
    try:
        predictions("sklearn", whole.head(1))
        raise AssertionError("it answered")
    except AssertionError as error:
        assert "409" in str(error) and "no admin trusts" in str(error), error
    said = api("PUT", "/api/v1/models/sklearn/versions/1/trust")
    assert said["executes_code"] and said["is_on"] and len(said["trusted"]["digest"]) == 64, said

    def answered():
        try:
            return predictions("sklearn", whole.head(50))
        except AssertionError as error:
            # What was refused is refused for a second.
            assert "no admin trusts" in str(error), error

    answers = eventually(answered, "Python to answer")
    assert [one["prediction"] for one in answers] == own.predict(whole.head(50)).tolist(), answers
