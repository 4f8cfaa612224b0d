"""MLflow's own client in the tasks of a pipeline: nothing of Gwanje is in what they run, and nothing is set for them."""

import json
import os
import shutil
import sys

from checks import PIPELINES, api, check, ended, eventually, log_of
from mlflow_flows import PREFIX, client, mlflow

DAG = "mlflow-" + mlflow.__version__.replace(".", "-")
EXPERIMENT = f"{PREFIX} in tasks"
# The leg's own Python has the client. A task names its program itself: a parameter may not.
PYTHON = sys.executable

SCRIPTS = {
    "trains.py": """
import mlflow
with mlflow.start_run(run_name="trains"):
    mlflow.log_param("lr", 0.1)
    mlflow.log_metrics({"loss": 0.5}, step=1)
    mlflow.log_dict({"n": 1}, "figures.json")
""",
    "forgets.py": """
import os
import mlflow
mlflow.start_run(run_name="forgets")
mlflow.log_param("lr", 0.2)
mlflow.log_metric("loss", 0.4, step=1)
print("dies now", flush=True)
os._exit(3)
""",
    "resumes.py": """
import os
import mlflow
if os.environ["GWANJE_TRY_NUMBER"] == "1":
    mlflow.start_run(run_name="resumes")
    mlflow.log_metric("loss", 0.3, step=1)
    os._exit(1)
found = mlflow.search_runs(filter_string="attributes.run_name = 'resumes'", output_format="list")
with mlflow.start_run(run_id=found[0].info.run_id):
    mlflow.log_metric("loss", 0.2, step=2)
""",
    "cleans.py": """
from mlflow import MlflowClient
MlflowClient().delete_experiment("0")
""",
}


def pipeline():
    """As an author writes it, with the leg's Python for the machine's."""
    common = {"kind": "bash", "env": {"MLFLOW_EXPERIMENT_NAME": EXPERIMENT, "VENV_PYTHON": PYTHON}}
    tasks = [{"task_id": name[:-3], "script": f"{name[:-3]}.sh", **common} for name in SCRIPTS]
    for task in tasks:
        if task["task_id"] == "resumes":
            task.update(retries=1, retry_delay_ms=500)
    folder = os.path.join(PIPELINES, DAG)
    made = folder + ".making"
    os.makedirs(made)
    for name, text in SCRIPTS.items():
        with open(os.path.join(made, name), "w") as file:
            file.write(text)
        with open(os.path.join(made, name[:-3] + ".sh"), "w") as file:
            file.write(f'exec "$VENV_PYTHON" "$GWANJE_CODE_DIR/{name}"\n')
    # JSON is YAML.
    with open(os.path.join(made, "pipeline.yaml"), "w") as file:
        json.dump({"dag_id": DAG, "tasks": tasks}, file)
    shutil.move(made, folder)


def closed(run):
    """The run as it is once nothing holds it open."""
    found = client.get_run(run.info.run_id)
    return found if found.info.status != "RUNNING" else None


def in_tasks():
    client.create_experiment(EXPERIMENT)
    pipeline()

    def loaded():
        known = api("GET", "/api/v1/pipelines?limit=200")["data"]
        return any(one["dag_id"] == DAG for one in known)

    eventually(loaded, "the pipeline's folder to be loaded")
    made = api("POST", f"/api/v1/pipelines/{DAG}/runs", {})
    tasks = {task["task_id"]: task for task in ended(made["id"])["tasks"]}
    logs = {name: log_of(task["attempts"][-1]["id"]) for name, task in tasks.items()}
    attempts = {name: [one["id"] for one in task["attempts"]] for name, task in tasks.items()}
    experiment = client.get_experiment_by_name(EXPERIMENT)
    runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}

    def detail(name):
        return api("GET", f"/api/v1/experiment-runs/{runs[name].info.run_id}")

    with check("mlflow.start_run() in a task makes a run that knows its attempt"):
        assert tasks["trains"]["state"] == "success", logs["trains"]
        run = runs["trains"]
        assert run.info.status == "FINISHED", run.info
        assert run.data.params == {"lr": "0.1"} and run.data.metrics == {"loss": 0.5}, run.data
        assert [one.path for one in client.list_artifacts(run.info.run_id)] == ["figures.json"]
        assert detail("trains")["attempt_id"] == attempts["trains"][0], (detail("trains"), attempts["trains"])
    with check("a run that a dead attempt left open is closed as failed, with what it logged"):
        assert tasks["forgets"]["state"] == "failed", logs["forgets"]
        run = eventually(lambda: closed(runs["forgets"]), "the run to be closed")
        assert run.info.status == "FAILED" and run.info.end_time, run.info
        assert run.data.params == {"lr": "0.2"} and run.data.metrics == {"loss": 0.4}, run.data
        assert run.data.tags["gwanje.closed"] == "failed: exit_code", run.data.tags
        assert "dies now" in logs["forgets"], logs["forgets"]
    with check("a retry takes the run up again, and ends it"):
        assert tasks["resumes"]["state"] == "success", logs["resumes"]
        run = client.get_run(runs["resumes"].info.run_id)
        assert run.info.status == "FINISHED" and "gwanje.closed" not in run.data.tags, run
        points = [point.value for point in client.get_metric_history(run.info.run_id, "loss")]
        assert points == [0.3, 0.2], points
        assert detail("resumes")["attempt_id"] == attempts["resumes"][0], (detail("resumes"), attempts["resumes"])
    with check("a task's own token deletes no experiment, and says what does"):
        assert tasks["cleans"]["state"] == "failed", logs["cleans"]
        assert "PERMISSION_DENIED" in logs["cleans"] and "own token may not" in logs["cleans"], logs["cleans"]
        assert client.get_experiment("0").lifecycle_stage == "active"
