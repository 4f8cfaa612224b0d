"""Official MLflow servers that are thrown away, what a team may have in one, and all of it read for comparison."""

import hashlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from socket import socket

# Its own lines would hide the checks.
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
from mlflow.entities import Metric, Param, RunTag, ViewType  # noqa: E402

START_PATIENCE_S = 180
BIG_FILE_BYTES = 20_000_000
POINTS = 3_000


def free_port():
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def official_server():
    """The address of an empty one. Its files lie in a folder of its own, behind its own address for artifacts."""
    folder = Path(tempfile.mkdtemp(prefix="mlflow-"))
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", url.rsplit(":", 1)[1]]
    command += ["--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder / "files")]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen([*command, "--workers", "1"], env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(url, server, folder / "log")
        yield url
    finally:
        os.killpg(server.pid, 9)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url, server, log):
    deadline = time.monotonic() + START_PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"not ok mlflow server does not start: {log.read_text()[-2000:]}")
            time.sleep(0.2)


def names_of(mark=""):
    return [f"{name}{mark}" for name in ("sorted fruit 과일", "gone", "empty", "many")]


def fill(client, has_models, mark=""):
    """What a team may have: of everything something, and the odd cases. The mark ends all names that one store has once."""
    fruit, deleted, empty, much = names_of(mark)
    one = client.create_experiment(fruit, tags={"team": "a", "mlflow.note.content": "# Fruit\n*best*"})
    gone = client.create_experiment(deleted)
    client.create_experiment(empty)
    parent = client.create_run(one, start_time=1_700_000_000_123, run_name="parent ü 🍎", tags={"k": "v" * 5_000})
    run = parent.info.run_id
    client.log_batch(run, params=[Param(f"p/{at}", f"값 {at}") for at in range(100)])
    client.log_batch(run, params=[Param("long", "x" * 6_000), Param("empty", "")])
    # Two keys so that pages and batches do not end where a metric does.
    for key in ("loss", "accuracy/val"):
        points = [Metric(key, math.sin(at) / 3, 1_700_000_000_000 + at, at) for at in range(POINTS)]
        for at in range(0, POINTS, 1_000):
            client.log_batch(run, metrics=points[at : at + 1_000])
    odd = [("nan", math.nan, 0), ("inf", math.inf, 1), ("inf", -math.inf, 2), ("tiny", 5e-324, -7), ("third", 1 / 3, 2**62)]
    client.log_batch(run, metrics=[Metric(key, value, 2**53 + 1, step) for key, value, step in odd])
    inputs(client, run)
    client.set_terminated(run, "FINISHED", end_time=1_700_000_100_456)
    for at, status in enumerate(["FINISHED", "FAILED", "KILLED", "RUNNING"]):
        tags = {"mlflow.parentRunId": run, "mlflow.user": "ada"}
        child = client.create_run(one, run_name=f"child {at}", tags=tags, start_time=1_700_000_001_000 + at).info.run_id
        client.log_batch(child, metrics=[Metric("loss", at, 1, 1)], tags=[RunTag("deleted.later", "1")])
        client.delete_tag(child, "deleted.later")
        if status != "RUNNING":
            client.set_terminated(child, status)
    many = client.create_experiment(much)
    for at in range(30):
        each = client.create_run(many, start_time=1_600_000_000_000 + at).info.run_id
        client.log_batch(each, metrics=[Metric("m", at, at, 0)], params=[Param("at", str(at))])
        if at % 3 == 0:
            client.log_text(each, f"text {at}", "note.txt")
        client.set_terminated(each)
        if at % 12 == 7:
            client.delete_run(each)
    files(client, run)
    last = client.create_run(gone, run_name="in a deleted experiment").info.run_id
    client.log_text(last, "still here", "a/b.txt")
    client.set_terminated(last)
    client.delete_experiment(gone)
    model = logged_models(client, one, run) if has_models else None
    registry(client, run, model, f"fruit{mark}")


def inputs(client, run):
    from mlflow.entities import Dataset, DatasetInput, InputTag

    dataset = Dataset("flights", "5f2a77aa", "local", '{"uri": "/data/flights"}', schema='{"a": 1}', profile='{"n": 3}')
    client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])])


def files(client, run):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "deep" / "er").mkdir(parents=True)
        for name in ["a b+c ü.txt", "한글 파일.json", "deep/er/100% ~x.txt", "deep/x=1&y=2.csv", "-dash", "empty"]:
            (root / name).write_text("" if name == "empty" else f"content of {name}")
        (root / "big.bin").write_bytes(os.urandom(1_000) * (BIG_FILE_BYTES // 1_000))
        client.log_artifacts(run, folder)


def logged_models(client, experiment, run):
    params = {f"p{at}": str(at) for at in range(150)}
    model = client.create_logged_model(experiment, "fruit-model", run, {"t": "1"}, params, "sklearn")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "MLmodel").write_text("flavors: {}\n")
        (Path(folder) / "data").mkdir()
        (Path(folder) / "data" / "model.bin").write_bytes(b"\x00\x01\x02" * 1_000)
        client.log_model_artifacts(model.model_id, folder)
    client.finalize_logged_model(model.model_id, "READY")
    client.log_metric(run, "auc", 0.91, timestamp=5, step=2, model_id=model.model_id, dataset_name="flights", dataset_digest="5f2a77aa")
    from mlflow.entities import LoggedModelInput, LoggedModelOutput

    client.log_outputs(run, [LoggedModelOutput(model.model_id, 2)])
    failed = client.create_logged_model(experiment, "failed-model", run)
    client.finalize_logged_model(failed.model_id, "FAILED")
    client.log_inputs(run, models=[LoggedModelInput(failed.model_id)])
    return model


def registry(client, run, model, name):
    client.create_registered_model(name, tags={"team": "a"}, description="Sorts fruit. 과일")
    uri = client.get_run(run).info.artifact_uri
    for at in range(1, 6):
        client.create_model_version(name, f"{uri}/deep", run, tags={"at": str(at)}, description=f"number {at}")
    client.delete_model_version(name, "2")
    client.set_registered_model_alias(name, "champion", "3")
    client.set_registered_model_alias(name, "old", "1")
    for version, stage in [("1", "Archived"), ("3", "Production"), ("4", "Staging")]:
        client.transition_model_version_stage(name, version, stage)
    client.copy_model_version(f"models:/{name}/3", f"{name}'s copy")
    client.create_registered_model(f"{name} without versions")
    if model:
        client.create_model_version(name, f"models:/{model.model_id}", run, model_id=model.model_id)


def known(number):
    """Servers keep an infinity as the greatest number that there is."""
    if math.isnan(number):
        return "nan"
    return math.copysign(sys.float_info.max, number) if math.isinf(number) else number


def sums(client, listing, download):
    """Each file below, by path: how long it is, and the sum of its bytes."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        pending = list(listing(None))
        while pending:
            one = pending.pop()
            if one.is_dir:
                pending += listing(one.path)
                continue
            content = Path(download(one.path, folder)).read_bytes()
            found[one.path] = (len(content), hashlib.sha256(content).hexdigest())
    return found


def read_run(client, run):
    run_id = run.info.run_id
    whole = client.get_run(run_id)
    points = {
        key: sorted(
            ((known(one.value), one.timestamp, one.step) for one in client.get_metric_history(run_id, key)), key=str
        )
        for key in whole.data.metrics
    }
    return {
        "info": {
            name: getattr(whole.info, name)
            for name in ("run_name", "user_id", "status", "start_time", "end_time", "lifecycle_stage")
        },
        "params": whole.data.params,
        "tags": whole.data.tags,
        "latest": {key: known(value) for key, value in whole.data.metrics.items()},
        "points": points,
        "inputs": sorted(str(one.to_dictionary()) for one in whole.inputs.dataset_inputs),
        "model_inputs": sorted(one.model_id for one in getattr(whole.inputs, "model_inputs", [])),
        "model_outputs": sorted((one.model_id, one.step) for one in outputs_of(whole)),
        "files": sums(
            client,
            lambda path: client.list_artifacts(run_id, path),
            lambda path, folder: client.download_artifacts(run_id, path, folder),
        ),
    }


def outputs_of(run):
    outputs = getattr(run, "outputs", None)
    return outputs.model_outputs if outputs else []


def read_models(client, experiment_id):
    found = {}
    for model in client.search_logged_models([experiment_id], max_results=100):
        model_id = model.model_id
        found[model_id] = {
            **{name: getattr(model, name) for name in ("name", "model_type", "source_run_id", "tags", "params")},
            "status": str(model.status),
            "times": (model.creation_timestamp, model.last_updated_timestamp),
            "metrics": sorted(
                (one.key, one.value, one.timestamp, one.step, one.run_id, one.dataset_name, one.dataset_digest)
                for one in model.metrics or []
            ),
        }
    return found


def read_registry(client):
    found = {}
    for model in client.search_registered_models(max_results=100):
        versions = {}
        for one in client.search_model_versions(f'name="{model.name}"'):
            whole = client.get_model_version(model.name, one.version)
            versions[str(whole.version)] = {
                name: getattr(whole, name)
                for name in (
                    "creation_timestamp",
                    "last_updated_timestamp",
                    "description",
                    "current_stage",
                    "source",
                    "run_id",
                    "status",
                    "tags",
                )
            } | {"aliases": sorted(whole.aliases)}
        whole = client.get_registered_model(model.name)
        found[model.name] = {
            "description": whole.description or "",
            "tags": whole.tags,
            "times": (whole.creation_timestamp, whole.last_updated_timestamp),
            "aliases": {alias: str(version) for alias, version in whole.aliases.items()},
            "versions": versions,
        }
    return found


def read_all(client, names, has_models):
    """Experiments by name, with everything that belongs to them."""
    found = {}
    for one in client.search_experiments(view_type=ViewType.ALL):
        if one.name not in names:
            continue
        runs = client.search_runs([one.experiment_id], run_view_type=ViewType.ALL, max_results=5_000)
        found[one.name] = {
            "id": one.experiment_id,
            "lifecycle": one.lifecycle_stage,
            "tags": one.tags,
            "times": (one.creation_time, one.last_update_time),
            "runs": {run.info.run_id: read_run(client, run) for run in runs},
            "models": read_models(client, one.experiment_id) if has_models else {},
        }
    return found


def differences(one, other, path=""):
    """Where two readings differ, as a few lines."""
    if isinstance(one, dict) and isinstance(other, dict):
        lines = []
        for key in sorted({*one, *other}, key=str):
            if key not in one or key not in other:
                lines.append(f"{path}/{key}: only in the {'second' if key not in one else 'first'}")
            else:
                lines += differences(one[key], other[key], f"{path}/{key}")
        return lines
    return [] if one == other else [f"{path}: {str(one)[:200]} against {str(other)[:200]}"]


def assert_same(one, other):
    found = differences(one, other)
    assert not found, f"{len(found)} differences: " + "; ".join(found[:12])
