"""gwanje.py in the tasks of a run: the pipeline beside this file is put into the installation's folder and triggered."""

import os
import shutil

from checks import PIPELINES, api, check, ended, eventually, fetch, log_of

SECRET = "s3cret-of-the-python-client"
HERE = os.path.dirname(os.path.abspath(__file__))

api("POST", "/api/v1/variables", {"key": "CLIENT_SECRET", "value": SECRET, "is_secret": True})
shutil.copytree(os.path.join(HERE, "pipeline"), os.path.join(PIPELINES, "gwanje-py"))


def loaded():
    errors = api("GET", "/api/v1/import-errors")["data"]
    assert errors == [], errors
    return any(one["dag_id"] == "gwanje-py" for one in api("GET", "/api/v1/pipelines?limit=200")["data"])


with check("a pipeline's folder is loaded"):
    eventually(loaded, "the pipeline's folder to be loaded")

made = api("POST", "/api/v1/pipelines/gwanje-py/runs", {"params": {"name": "관제"}})
run = ended(made["id"])
tasks = {task["task_id"]: task for task in run["tasks"]}
logs = {name: log_of(task["attempts"][-1]["id"]) for name, task in tasks.items()}
first, second = tasks["first"].get("result"), tasks["second"].get("result")

with check("tasks succeed, skip and fail as they say"):
    states = {name: task["state"] for name, task in tasks.items()}
    wanted = {"first": "success", "second": "success", "shell": "success", "skips": "skipped", "fails": "failed"}
    assert states == wanted, f"{states}\n{logs}"
with check("fail(retry=False) is not tried again"):
    assert len(tasks["fails"]["attempts"]) == 1, tasks["fails"]["attempts"]
    assert "Failed: there will never be such a day" in logs["fails"], logs["fails"]
    assert "Skipped: there is nothing to do" in logs["skips"], logs["skips"]
with check("input() has the run's parameters"):
    assert first["name"] == "관제", first
with check("objects are put, read, uploaded and downloaded byte for byte"):
    assert first["json"] == '{"n": 1}' and first["same"] is True, first
    assert first["url"].endswith("/clients/large.bin") and first["url"].startswith("s3://"), first
with check("input() has the results of the tasks above"):
    assert second["inputs"] == {"first": first}, second
with check("objects are listed and removed"):
    assert second["listed"] == {"clients/a b/한글.json": 8, "clients/large.bin": 8 * 1024 * 1024}, second
    assert second["there"] is True and second["gone"] is True, second
with check("a refused request is a DataPlaneError with its code"):
    assert second["refused"]["status"] == 403 and second["refused"]["code"], second
with check("a shell has the same by python3 -m gwanje"):
    assert tasks["shell"]["result"] == {"status": second["refused"]["status"]}, tasks["shell"]
    assert "clients/status.txt" in logs["shell"], logs["shell"]
with check("environment() says which task runs, and print is its log"):
    assert "task gwanje-py first try 1" in logs["first"], logs["first"]
with check("a secret reaches the task and not its log"):
    assert "secret ***" in logs["first"] and SECRET not in logs["first"], logs["first"]
with check("artifacts are on the run's page and are downloaded"):
    listed = api("GET", f"/api/v1/runs/{made['id']}/artifacts")["data"]
    found = {one["path"]: one for one in listed}
    assert set(found) == {"report.html", "models/large.bin", "status.txt"}, found
    assert found["report.html"]["content_type"].startswith("text/html"), found["report.html"]
    assert found["models/large.bin"]["size_bytes"] == 8 * 1024 * 1024, found["models/large.bin"]
    assert fetch(f"/data/downloads/artifacts/{found['report.html']['id']}") == b"<h1>hello</h1>"
with check("an object that a task stored is there for people with a token"):
    assert fetch("/data/objects/clients/status.txt") == b"403\n"
