"""What scripts do with MLflow's own client, whichever release: each flow is a check, and compares what comes back."""

import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from checks import TOKEN, URL, api, check

os.environ["MLFLOW_TRACKING_URI"] = f"{URL}/mlflow"
os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN
# A call that fails is to be seen, not tried again for minutes.
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"

import mlflow  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.entities import Metric, Param, RunTag, ViewType  # noqa: E402
from mlflow.exceptions import MlflowException  # noqa: E402

IS_3 = mlflow.__version__.startswith("3.")
# Legs share an installation.
PREFIX = f"mlflow {mlflow.__version__}"
client = MlflowClient()


def refused(code, call, *args, **kwargs):
    """The call fails, with this name of MLflow's."""
    try:
        call(*args, **kwargs)
    except MlflowException as error:
        assert error.error_code == code, f"{error.error_code}: {error}"
        return error
    raise AssertionError(f"{call.__name__} was not refused")


def new_experiment(name):
    return client.create_experiment(f"{PREFIX} {name}")


def fluent():
    name = f"{PREFIX} fluent"
    with check("set_experiment makes, finds and takes by id"):
        made = mlflow.set_experiment(name)
        assert mlflow.set_experiment(name).experiment_id == made.experiment_id
        assert mlflow.set_experiment(experiment_id=made.experiment_id).name == name

    with check("start_run, parameters, metrics, tags and a nested run come back as they were logged"):
        with mlflow.start_run(run_name="parent", tags={"team": "관제"}, description="**note**") as parent:
            mlflow.log_param("lr", 0.1)
            mlflow.log_params({f"p{n}": n for n in range(150)})
            for step in range(5):
                mlflow.log_metric("loss", 1 / (step + 1), step=step)
            mlflow.log_metrics({"acc": 0.5, "nan": float("nan"), "inf": float("inf")}, step=3)
            mlflow.set_tags({"a": "1", "b": "x" * 9000})
            with mlflow.start_run(run_name="child", nested=True) as child:
                mlflow.log_metric("loss", 7)
        run = client.get_run(parent.info.run_id)
        assert run.info.status == "FINISHED" and run.info.run_name == "parent", run.info
        assert run.info.end_time >= run.info.start_time
        assert run.data.params["lr"] == "0.1" and len(run.data.params) == 151
        assert run.data.metrics["loss"] == 0.2 and math.isnan(run.data.metrics["nan"]), run.data.metrics
        assert run.data.metrics["inf"] == sys.float_info.max
        assert run.data.tags["team"] == "관제" and run.data.tags["mlflow.note.content"] == "**note**"
        assert len(run.data.tags["b"]) == 8000
        assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id

    with check("a run is resumed, an exception ends it as failed"):
        with mlflow.start_run(run_id=parent.info.run_id):
            assert client.get_run(parent.info.run_id).info.status == "RUNNING"
            mlflow.log_metric("more", 1)
        try:
            with mlflow.start_run() as failing:
                raise KeyError("no")
        except KeyError:
            pass
        assert client.get_run(failing.info.run_id).info.status == "FAILED"

    with check("asynchronous logging is flushed"):
        with mlflow.start_run() as run:
            for step in range(50):
                mlflow.log_metric("async", step, step=step, synchronous=False)
            mlflow.log_param("later", 1, synchronous=False)
            mlflow.flush_async_logging()
        assert len(client.get_metric_history(run.info.run_id, "async")) == 50
        assert client.get_run(run.info.run_id).data.params == {"later": "1"}

    with check("search_runs finds by the active experiment"):
        found = mlflow.search_runs(output_format="list", filter_string="metrics.loss < 1", order_by=["metrics.loss"])
        assert [one.info.run_name for one in found] == ["parent"], found


def experiments():
    with check("experiments are made, searched, renamed, tagged, deleted and restored"):
        ids = [new_experiment(f"exp {letter}") for letter in "ab"]
        client.set_experiment_tag(ids[0], "color", "red")
        refused("RESOURCE_ALREADY_EXISTS", client.create_experiment, f"{PREFIX} exp a")
        found = client.search_experiments(filter_string=f"name LIKE '{PREFIX} exp %'", order_by=["name DESC"])
        assert [one.experiment_id for one in found] == ids[::-1]
        found = client.search_experiments(filter_string=f"tags.color = 'red' AND name ILIKE '{PREFIX.upper()} exp %'")
        assert [one.experiment_id for one in found] == ids[:1]
        client.rename_experiment(ids[0], f"{PREFIX} exp c")
        assert client.get_experiment_by_name(f"{PREFIX} exp a") is None
        client.delete_experiment_tag(ids[0], "color") if IS_3 else None
        client.delete_experiment(ids[0])
        assert client.get_experiment(ids[0]).lifecycle_stage == "deleted"
        deleted = client.search_experiments(view_type=ViewType.DELETED_ONLY, filter_string=f"name = '{PREFIX} exp c'")
        assert [one.experiment_id for one in deleted] == ids[:1]
        client.restore_experiment(ids[0])
        assert client.get_experiment(ids[0]).lifecycle_stage == "active"

    with check("one name is made once by two at the same time"):
        errors = []

        def make():
            try:
                new_experiment("race")
            except MlflowException as error:
                errors.append(error.error_code)

        threads = [threading.Thread(target=make) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert errors == ["RESOURCE_ALREADY_EXISTS"] * 3, errors


OPERATORS = [
    ("metrics.m > 1", "cb"),
    ("metrics.m >= 1", "cba"),
    ("metrics.m < 1", ""),
    ("metrics.m <= 1", "a"),
    ("metrics.m = 2", "b"),
    ("metric.m != 2", "nca"),
    ("metrics.m > 1 and metrics.m < 3", "b"),
    ("metrics.`with space` = 1", "a"),
    ('metrics."with space" = 1', "a"),
    ("params.p = 'x'", "a"),
    ("params.p != 'x'", "b"),
    ("parameters.p LIKE 'Y%'", "b"),
    ("param.p ILIKE 'y%'", "b"),
    ("tags.t = \"it's\"", "a"),
    ("tag.t LIKE '%s'", "a"),
    ("attributes.status = 'RUNNING'", "nca"),
    ("status != 'RUNNING'", "b"),
    ("run_name = 'a'", "a"),
    ("attributes.run_name ILIKE 'A'", "a"),
    ("attributes.`Run name` = 'b'", "b"),
    ("tags.mlflow.runName = 'c'", "c"),
    ("start_time >= 3000", "nc"),
    ("attribute.created < 2000", "a"),
    ("end_time > 0", "b"),
    ("dataset.name = 'd'", "a"),
    ("datasets.context IN ('train')", "a"),
    ("dataset.digest LIKE '1%'", "a"),
]
REFUSALS = [
    "metrics.m == 1", "metrics.m > '1'", "params.p > 'x'", "params.p = 1", "params.p = x", "params.p = 'x' OR params.p = 'y'",
    "(params.p = 'x')", "params.p NOT LIKE 'x'", "params.p BETWEEN 'a' AND 'b'", "nothing.p = 'x'", "nothing = 'x'", "metrics.m", " ",
    "lifecycle_stage = 'active'", "params.p = 'x", "Metrics.m > 1",
]


def search():
    experiment = new_experiment("search")
    for at, (name, value) in enumerate([("a", 1.0), ("b", 2.0), ("c", 3.0), ("n", float("nan"))]):
        run = client.create_run(experiment, run_name=name, start_time=1000 * (at + 1))
        client.log_metric(run.info.run_id, "m", value)
        if name == "a":
            client.log_metric(run.info.run_id, "with space", 1)
            client.log_param(run.info.run_id, "p", "x")
            client.set_tag(run.info.run_id, "t", "it's")
            dataset = {"name": "d", "digest": "12345678", "source_type": "local", "source": "s"}
            log_input(run.info.run_id, dataset, "train")
        if name == "b":
            client.log_param(run.info.run_id, "p", "Yes")
            client.set_terminated(run.info.run_id, end_time=9000)

    def names(filter_string="", **rest):
        return "".join(run.info.run_name for run in client.search_runs([experiment], filter_string, **rest))

    with check("every operator of the filter language finds what MLflow's own server finds"):
        more = [("params.p IS NULL", "nc"), ("tags.t IS NOT NULL", "a")] if IS_3 else []
        for filter_string, expected in OPERATORS + more:
            assert names(filter_string) == expected, f"{filter_string}: {names(filter_string)}"
        a = client.search_runs([experiment], "run_name = 'a'")[0].info.run_id
        assert names(f"attributes.run_id IN ('{a}')") == "a"
        assert names(f"attributes.run_id NOT IN ('{a}')") == "ncb"

    with check("what the filter language does not have is refused"):
        for filter_string in REFUSALS:
            refused("INVALID_PARAMETER_VALUE", names, filter_string)

    with check("order_by puts what is missing last, in both directions"):
        for order, expected in [
            (["metrics.m ASC"], "abcn"),
            (["metrics.m DESC"], "cban"),
            (["params.p DESC"], "abnc"),
            (["attributes.end_time"], "bnca"),
            (["start_time ASC"], "abcn"),
            (["tags.`t`", "metrics.m"], "abcn"),
        ]:
            assert names(order_by=order) == expected, f"{order}: {names(order_by=order)}"
        refused("INVALID_PARAMETER_VALUE", names, order_by=["metrics.m", "metrics.m DESC"])

    with check("runs are deleted, found as deleted, refuse writes, and are restored"):
        b = client.search_runs([experiment], "run_name = 'b'")[0].info.run_id
        client.delete_run(b)
        assert names() == "nca"
        assert names(run_view_type=ViewType.DELETED_ONLY) == "b"
        assert names(run_view_type=ViewType.ALL) == "ncba"
        refused("INVALID_PARAMETER_VALUE", client.log_metric, b, "m", 1)
        client.restore_run(b)
        assert names() == "ncba"


def log_input(run_id, dataset, context):
    from mlflow.entities import Dataset, DatasetInput, InputTag

    tags = [InputTag("mlflow.data.context", context)]
    client.log_inputs(run_id, [DatasetInput(Dataset(**dataset), tags)])


def pages():
    experiment = new_experiment("pages")
    with check("2,500 runs come by pages, none lost and none twice, while more are made"):
        threads = [
            threading.Thread(target=lambda: [client.create_run(experiment, start_time=n) for n in range(625)])
            for _ in range(4)
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        seen, token = [], None
        while True:
            page = client.search_runs([experiment], max_results=700, page_token=token)
            seen += [run.info.run_id for run in page]
            client.create_run(experiment, start_time=10**12)
            token = page.token
            if not token:
                break
        assert len(seen) == 2500 and len(set(seen)) == 2500, len(seen)
        assert len(mlflow.search_runs([experiment], output_format="list")) == 2504

    with check("a history of 30,000 points comes by pages"):
        run_id = client.create_run(experiment).info.run_id
        for batch in range(30):
            points = [Metric("h", at, at, batch * 1000 + at) for at in range(1000)]
            client.log_batch(run_id, metrics=points)
        history = client.get_metric_history(run_id, "h")
        assert sorted(point.step for point in history) == list(range(30_000))


def logging():
    experiment = new_experiment("logging")
    run_id = client.create_run(experiment).info.run_id
    with check("a parameter is written once, a batch is all or nothing"):
        client.log_param(run_id, "p", "1")
        client.log_param(run_id, "p", "1")
        refused("INVALID_PARAMETER_VALUE", client.log_param, run_id, "p", "2")
        batch = {"params": [Param("new", "1"), Param("p", "2")], "tags": [RunTag("t", "x")]}
        refused("INVALID_PARAMETER_VALUE", client.log_batch, run_id, **batch)
        run = client.get_run(run_id)
        assert run.data.params == {"p": "1"} and "t" not in run.data.tags
    with check("limits of names and values are MLflow's"):
        for key in ["", "a//b", "../a", "a$", "x" * 251]:
            refused("INVALID_PARAMETER_VALUE", client.log_metric, run_id, key, 1)
        client.log_metric(run_id, "한글 a/b.c:d-e_f", 1)
        client.log_param(run_id, "long", "x" * 6000)
        assert len(client.get_run(run_id).data.params["long"]) == 6000
    with check("tags are set, replaced and removed"):
        client.set_tag(run_id, "t", "1")
        client.set_tag(run_id, "t", "2")
        assert client.get_run(run_id).data.tags["t"] == "2"
        client.delete_tag(run_id, "t")
        refused("RESOURCE_DOES_NOT_EXIST", client.delete_tag, run_id, "t")
    with check("a run is renamed, and its tag with it"):
        client.update_run(run_id, name="renamed")
        run = client.get_run(run_id)
        assert run.info.run_name == run.data.tags["mlflow.runName"] == "renamed"
    with check("datasets are inputs of a run"):
        log_input(run_id, {"name": "d", "digest": "1", "source_type": "s3", "source": "s3://x", "schema": "{}"}, "train")
        [one] = client.get_run(run_id).inputs.dataset_inputs
        assert (one.dataset.name, one.dataset.schema, one.tags[0].value) == ("d", "{}", "train")
    with check("eight threads write metrics, parameters and tags of one run"):
        errors = []

        def write(writer):
            try:
                for step in range(20):
                    client.log_metric(run_id, "shared", writer, step=step)
                    client.log_batch(run_id, params=[Param(f"w{n}", str(n)) for n in range(10)], tags=[RunTag("w", str(writer))])
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert errors == []
        assert client.get_run(run_id).data.metrics["shared"] in range(8)
        assert {point.step for point in client.get_metric_history(run_id, "shared")} == set(range(20))


def artifacts():
    with mlflow.start_run(experiment_id=new_experiment("artifacts")) as run:
        run_id = run.info.run_id
        folder = Path(tempfile.mkdtemp())
        names = ["plain.txt", "sp ace.txt", "ü+ä.txt", "한글.txt", "empty"]
        for name in names:
            (folder / name).write_text("" if name == "empty" else name)
        (folder / "sub").mkdir()
        large = os.urandom(25_000_000)
        (folder / "sub" / "large.bin").write_bytes(large)

        with check("texts and dictionaries are logged and loaded"):
            mlflow.log_text("first", "a/b.txt")
            mlflow.log_text("second", "a/b.txt")
            mlflow.log_dict({"k": [1, "관제"]}, "a/c.json")
            mlflow.log_dict({"k": 1}, "a/d.yaml")
            assert mlflow.artifacts.load_text(f"runs:/{run_id}/a/b.txt") == "second"
            assert mlflow.artifacts.load_dict(f"runs:/{run_id}/a/c.json") == {"k": [1, "관제"]}
        with check("files and folders go up, are listed and come down byte for byte"):
            mlflow.log_artifact(str(folder / "plain.txt"))
            mlflow.log_artifacts(str(folder), "up")
            top = {(one.path, one.is_dir) for one in client.list_artifacts(run_id)}
            assert top == {("a", True), ("plain.txt", False), ("up", True)}, top
            up = {one.path: one.file_size for one in client.list_artifacts(run_id, "up")}
            assert set(up) == {f"up/{name}" for name in [*names, "sub"]}, up
            assert up["up/plain.txt"] == 9 and client.list_artifacts(run_id, "none") == []
            down = Path(client.download_artifacts(run_id, "up", tempfile.mkdtemp()))
            assert sorted(one.name for one in down.iterdir()) == sorted([*names, "sub"])
            assert (down / "sub" / "large.bin").read_bytes() == large
            assert (down / "ü+ä.txt").read_text() == "ü+ä.txt"
            whole = Path(mlflow.artifacts.download_artifacts(artifact_uri=run.info.artifact_uri))
            assert (whole / "a" / "b.txt").read_text() == "second"
        with check("a file that is not there is not found"):
            try:
                client.download_artifacts(run_id, "up/none.txt", tempfile.mkdtemp())
            except Exception as error:
                assert "none.txt" in str(error), error
            else:
                raise AssertionError("it was found")


def logged_models():
    from mlflow.entities import LoggedModelOutput

    experiment = new_experiment("models")
    run_id = client.create_run(experiment).info.run_id
    with check("a model is logged with parameters, tags, metrics and files, and searched"):
        params = {f"p{n}": str(n) for n in range(250)}
        model = client.create_logged_model(
            experiment, name="m", source_run_id=run_id, params=params, tags={"t": "x"}, model_type="kind"
        )
        assert model.status == "PENDING" and model.params == params
        file = Path(tempfile.mkdtemp()) / "MLmodel"
        file.write_text("flavors: {}\n")
        client.log_model_artifact(model.model_id, str(file))
        client.finalize_logged_model(model.model_id, "READY")
        client.set_logged_model_tags(model.model_id, {"u": "v"})
        client.delete_logged_model_tag(model.model_id, "t")
        client.log_metric(run_id, "auc", 0.9, model_id=model.model_id)
        client.log_outputs(run_id, models=[LoggedModelOutput(model.model_id, step=2)])
        model = client.get_logged_model(model.model_id)
        assert (model.status, model.tags, model.metrics[0].value) == ("READY", {"u": "v"}, 0.9), model
        assert client.get_run(run_id).outputs.model_outputs[0].model_id == model.model_id
        [found] = client.search_logged_models(
            [experiment],
            "name = 'm' AND metrics.auc > 0.5 AND params.p7 = '7'",
            order_by=[{"field_name": "metrics.auc", "ascending": False}],
        )
        assert found.model_id == model.model_id
        path = Path(mlflow.artifacts.download_artifacts(artifact_uri=f"models:/{model.model_id}"))
        assert (path / "MLmodel").read_text() == "flavors: {}\n"
        assert mlflow.artifacts.load_text(f"runs:/{run_id}/m/MLmodel") == "flavors: {}\n"
    with check("a deleted model is not there"):
        client.delete_logged_model(model.model_id)
        refused("RESOURCE_DOES_NOT_EXIST", client.get_logged_model, model.model_id)


def traces():
    with check("a traced function goes on, and at most warns"):
        program = "import mlflow\n@mlflow.trace\ndef f(): return 7\nprint(f())\n"
        began = time.monotonic()
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=110)
        assert done.returncode == 0 and done.stdout.strip().endswith("7"), done.stdout + done.stderr
        assert time.monotonic() - began < 100


def the_door():
    with check("a token as the password of basic auth does, an invented one does not"):
        whoami = "import mlflow; print(mlflow.get_experiment_by_name('Default').experiment_id)"
        env = {key: value for key, value in os.environ.items() if key != "MLFLOW_TRACKING_TOKEN"}

        def ask(password):
            login = {"MLFLOW_TRACKING_USERNAME": "anybody", "MLFLOW_TRACKING_PASSWORD": password}
            return subprocess.run([sys.executable, "-c", whoami], env={**env, **login}, capture_output=True, text=True)

        assert ask(TOKEN).stdout.strip() == "0"
        wrong = ask("gwj_pat_invented")
        assert wrong.returncode != 0 and "UNAUTHENTICATED" in wrong.stderr, wrong.stderr
    with check("who made an experiment stands in the audit log"):
        rows = api("GET", "/api/v1/audit?action=experiment.create&limit=200")["data"]
        assert any(row["after"]["name"] == f"{PREFIX} fluent" for row in rows), rows


def run_all():
    for flow in [fluent, experiments, search, pages, logging, artifacts, the_door]:
        flow()
    if IS_3:
        logged_models()
        traces()
