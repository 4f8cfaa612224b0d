"""What training scripts do with the whole package: autologging, models, tables, figures, images, data sets, system metrics."""

import os
import tempfile
import warnings
from pathlib import Path

import mlflow
import numpy
import pandas
from checks import check, eventually
from mlflow import MlflowClient
from mlflow.models import infer_signature
from mlflow_flows import IS_3, PREFIX, client

warnings.filterwarnings("ignore")
# Parts of the least size that S3 takes, so that a small file shows how large ones go.
PART_BYTES = 5 * 1024 * 1024


def data():
    """Two classes that a line parts, so that every library learns them in a moment."""
    random = numpy.random.default_rng(7)
    x = pandas.DataFrame(random.normal(size=(120, 3)), columns=["a", "b", "c"])
    return x, (x["a"] + x["b"] > 0).astype(int)


def model_of(run):
    """Where a run's one model lies, as scripts name it."""
    if IS_3:
        [output] = client.get_run(run.info.run_id).outputs.model_outputs
        return f"models:/{output.model_id}"
    return f"runs:/{run.info.run_id}/model"


def autologging():
    import lightgbm
    import sklearn.linear_model
    import sklearn.model_selection
    import xgboost

    x, y = data()
    experiment = mlflow.set_experiment(f"{PREFIX} autolog").experiment_id
    with check("autologging of scikit-learn keeps parameters, metrics, the data set, the model and its signature"):
        mlflow.sklearn.autolog()
        with mlflow.start_run(run_name="fit") as run:
            fitted = sklearn.linear_model.LogisticRegression(C=0.5).fit(x, y)
        kept = client.get_run(run.info.run_id)
        assert kept.data.params["C"] == "0.5" and kept.data.metrics["training_accuracy_score"] > 0.9, kept.data
        assert kept.inputs.dataset_inputs[0].tags[0].value == "train", kept.inputs
        names = [one.path for one in client.list_artifacts(run.info.run_id)]
        assert "estimator.html" in names and "training_confusion_matrix.png" in names, names
        loaded = mlflow.sklearn.load_model(model_of(kept))
        assert (loaded.predict(x) == fitted.predict(x)).all()
        assert mlflow.models.get_model_info(model_of(kept)).signature.inputs.input_names() == ["a", "b", "c"]

    with check("a grid search has a child run for each of its best candidates"):
        with mlflow.start_run(run_name="grid") as parent:
            grid = {"C": [0.01, 0.1, 1.0]}
            sklearn.model_selection.GridSearchCV(sklearn.linear_model.LogisticRegression(), grid, cv=2).fit(x, y)
        children = client.search_runs([experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
        assert sorted(child.data.params["C"] for child in children) == ["0.01", "0.1", "1.0"], children
        assert "best_C" in client.get_run(parent.info.run_id).data.params
        assert "cv_results.csv" in [one.path for one in client.list_artifacts(parent.info.run_id)]
    mlflow.sklearn.autolog(disable=True)

    with check("autologging of XGBoost keeps a metric a round, importances and the model"):
        mlflow.xgboost.autolog()
        with mlflow.start_run() as run:
            table = xgboost.DMatrix(x, label=y)
            booster = xgboost.train(
                {"objective": "binary:logistic"}, table, 5, evals=[(table, "train")], verbose_eval=False
            )
        assert len(client.get_metric_history(run.info.run_id, "train-logloss")) == 5
        assert "feature_importance_weight.json" in [one.path for one in client.list_artifacts(run.info.run_id)]
        loaded = mlflow.xgboost.load_model(model_of(run))
        assert numpy.allclose(loaded.predict(table), booster.predict(table))
        mlflow.xgboost.autolog(disable=True)

    with check("autologging of LightGBM keeps a metric a round, importances and the model"):
        mlflow.lightgbm.autolog()
        with mlflow.start_run() as run:
            table = lightgbm.Dataset(x, label=y)
            options = {"objective": "binary", "verbose": -1, "num_threads": 1}
            booster = lightgbm.train(options, table, 5, valid_sets=[table], valid_names=["train"])
        assert len(client.get_metric_history(run.info.run_id, "train-binary_logloss")) == 5
        loaded = mlflow.lightgbm.load_model(model_of(run))
        assert numpy.allclose(loaded.predict(x), booster.predict(x))
        mlflow.lightgbm.autolog(disable=True)


def models():
    import sklearn.linear_model

    x, y = data()
    mlflow.set_experiment(f"{PREFIX} log_model")
    name = f"{PREFIX} classifier"
    fitted = sklearn.linear_model.LogisticRegression().fit(x, y)
    named = {"name": "model"} if IS_3 else {"artifact_path": "model"}
    with check("a model with signature and example is logged, registered and loaded by every address"):
        with mlflow.start_run() as run:
            info = mlflow.sklearn.log_model(
                fitted, **named, signature=infer_signature(x, fitted.predict(x)), input_example=x.head(2),
                registered_model_name=name,
            )
        client.set_registered_model_alias(name, "champion", "1")
        addresses = [info.model_uri, f"runs:/{run.info.run_id}/model", f"models:/{name}/1", f"models:/{name}@champion"]
        for address in addresses:
            loaded = mlflow.pyfunc.load_model(address)
            assert (loaded.predict(x) == fitted.predict(x)).all(), address
            assert loaded.metadata.signature.inputs.input_names() == ["a", "b", "c"], address
            assert loaded.input_example is not None if hasattr(loaded, "input_example") else True
        assert (mlflow.sklearn.load_model(f"models:/{name}/latest").predict(x) == fitted.predict(x)).all()
        version = client.get_model_version(name, "1")
        assert version.run_id == run.info.run_id and version.status == "READY", version

    with check("a second version is made of a model that was logged before, and copied into another name"):
        version = mlflow.register_model(info.model_uri, name)
        assert version.version in (2, "2"), version
        copied = client.copy_model_version(f"models:/{name}/2", f"{name} in production")
        assert copied.version in (1, "1"), copied
        loaded = mlflow.sklearn.load_model(f"models:/{name} in production/1")
        assert (loaded.predict(x) == fitted.predict(x)).all()

    with check("a model of Python code is logged and loaded"):
        class Doubles(mlflow.pyfunc.PythonModel):
            def predict(self, context, model_input, params=None):
                return model_input * 2

        with mlflow.start_run():
            info = mlflow.pyfunc.log_model(**named, python_model=Doubles())
        assert mlflow.pyfunc.load_model(info.model_uri).predict(pandas.DataFrame({"a": [1, 2]}))["a"].tolist() == [2, 4]

    with check("mlflow.models.evaluate keeps metrics, curves and its data set"):
        with mlflow.start_run() as run:
            frame = x.assign(label=y)
            evaluated = mlflow.models.evaluate(
                f"models:/{name}/1", frame, targets="label", model_type="classifier", evaluator_config={"log_explainer": False},
            )
        kept = client.get_run(run.info.run_id)
        assert kept.data.metrics["accuracy_score"] == evaluated.metrics["accuracy_score"], kept.data.metrics
        assert kept.inputs.dataset_inputs, kept.inputs
        assert client.list_artifacts(run.info.run_id)


def artifacts():
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from PIL import Image

    mlflow.set_experiment(f"{PREFIX} rich artifacts")
    with mlflow.start_run() as run:
        run_id = run.info.run_id
        with check("a table is logged, appended to and loaded, of one run and of several"):
            mlflow.log_table({"question": ["a", "b"], "score": [1, 2]}, "tables/t.json")
            mlflow.log_table(pandas.DataFrame({"question": ["c"], "score": [3]}), "tables/t.json")
            table = mlflow.load_table("tables/t.json", run_ids=[run_id], extra_columns=["run_id"])
            assert table["question"].tolist() == ["a", "b", "c"] and set(table["run_id"]) == {run_id}, table
            assert "tables/t.json" in client.get_run(run_id).data.tags["mlflow.loggedArtifacts"]
        with check("figures and images are logged by file, and images by key and step"):
            figure, axes = pyplot.subplots()
            axes.plot([1, 2, 3])
            mlflow.log_figure(figure, "figures/loss.png")
            mlflow.log_image(numpy.zeros((8, 8, 3), dtype=numpy.uint8), "images/zero.png")
            # MLflow 2 writes a slash of a key as #, behind which its own client cuts the address.
            key = "seen/by model" if IS_3 else "seen by model"
            for step in range(3):
                mlflow.log_image(Image.new("RGB", (8, 8), (step, 0, 0)), key=key, step=step)
            mlflow.flush_artifact_async_logging()
            names = [one.path for one in client.list_artifacts(run_id, "images")]
            # MLflow 2 has a % where the newer one has a +.
            mark = "+" if IS_3 else "%"
            begin = f"images/{key.replace('/', '~')}{mark}step{mark}"
            stored = [name for name in names if name.startswith(begin) and name.endswith(".png")]
            assert len(stored) == 3, names
            assert mlflow.artifacts.load_image(f"runs:/{run_id}/images/zero.png").size == (8, 8)
            assert "mlflow.loggedImages" in client.get_run(run_id).data.tags
        with check("dictionaries are logged as JSON and YAML and loaded"):
            mlflow.log_dict({"a": [1, "ü"]}, "d.json")
            mlflow.log_dict({"a": 1}, "d.yaml")
            assert mlflow.artifacts.load_dict(f"runs:/{run_id}/d.json") == {"a": [1, "ü"]}
            assert mlflow.artifacts.load_text(f"runs:/{run_id}/d.yaml") == "a: 1\n"
        with check("a data frame is logged as a data set, and found by its name"):
            dataset = mlflow.data.from_pandas(data()[0], name="points", targets=None)
            mlflow.log_input(dataset, context="training", tags={"from": "here"})
            kept = client.get_run(run_id).inputs.dataset_inputs[0]
            assert (kept.dataset.name, kept.dataset.digest) == ("points", dataset.digest), kept
            assert {tag.key: tag.value for tag in kept.tags} == {"from": "here", "mlflow.data.context": "training"}
            found = mlflow.search_runs(filter_string="dataset.name = 'points'")
            assert found["run_id"].tolist() == [run_id], found


def parts():
    mlflow.set_experiment(f"{PREFIX} parts")
    os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"] = "true"
    os.environ["MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"] = str(PART_BYTES)
    os.environ["MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE"] = str(PART_BYTES)
    if IS_3:
        # What the server says of itself decides.
        del os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"]
    file = Path(tempfile.mkdtemp()) / "large.bin"
    file.write_bytes(numpy.random.default_rng(1).bytes(3 * PART_BYTES + 17))
    with check("a large file goes up in parts and comes down as it was"), mlflow.start_run() as run:
        mlflow.log_artifact(str(file), "weights")
        [kept] = client.list_artifacts(run.info.run_id, "weights")
        assert kept.file_size == file.stat().st_size
        down = MlflowClient().download_artifacts(run.info.run_id, "weights/large.bin", tempfile.mkdtemp())
        assert Path(down).read_bytes() == file.read_bytes()
    with check("it comes down by ranges at once, where the client is told to"), mlflow.start_run() as run:
        os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD"] = "true"
        os.environ["MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE"] = str(PART_BYTES)
        mlflow.log_artifact(str(file))
        down = MlflowClient().download_artifacts(run.info.run_id, "large.bin", tempfile.mkdtemp())
        assert Path(down).read_bytes() == file.read_bytes()
    for name in [name for name in os.environ if "MULTIPART" in name]:
        del os.environ[name]


def system_metrics():
    mlflow.set_experiment(f"{PREFIX} system metrics")
    with check("system metrics are kept apart, by step"):
        mlflow.set_system_metrics_sampling_interval(0.2)
        mlflow.set_system_metrics_samples_before_logging(1)
        with mlflow.start_run(log_system_metrics=True) as run:
            name, run_id = "system/cpu_utilization_percentage", run.info.run_id
            eventually(lambda: len(client.get_metric_history(run_id, name)) > 1, "two samples of the processor")
        assert "system/system_memory_usage_megabytes" in client.get_run(run.info.run_id).data.metrics


def train_all():
    for flow in [autologging, models, artifacts, parts, system_metrics]:
        flow()
