"""The OpenAPI document as other tools read it: it is validated, a client is generated from it, and that client is used.

What the API answers is also held against the schemas that the document promises.
"""

import importlib
import json
import os
import shutil
import subprocess
import sys
import time
from io import BytesIO

from checks import DIR, TOKEN, URL, api, check, eventually

import promises

PACKAGE = "gwanje_api"
SPEC = {
    "dag_id": "of-a-client",
    "params": {"properties": {"name": {"type": "string", "default": "world"}}},
    "tasks": [
        {"task_id": "greet", "kind": "bash", "command": ["echo", "hello {{ params.name }}"]},
        {
            "task_id": "keep",
            "kind": "bash",
            "command": ["sh", "-c", "echo kept > kept.txt && python3 -m gwanje artifact kept.txt kept.txt"],
            "depends_on": ["greet"],
        },
    ],
}

document = api("GET", "/api/openapi.json")
file = os.path.join(DIR, "openapi.json")
with open(file, "w", encoding="utf-8") as target:
    json.dump(document, target)

with check("the document is valid OpenAPI 3.1"):
    from openapi_spec_validator import validate

    validate(document)

with check("a client is generated from it without a warning"):
    package = os.path.join(DIR, PACKAGE)
    shutil.rmtree(package, ignore_errors=True)
    program = os.path.join(os.path.dirname(sys.executable), "openapi-python-client")
    flags = ["--meta", "none", "--output-path", package, "--overwrite", "--fail-on-warning"]
    made = subprocess.run(
        [program, "generate", "--path", file, *flags],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, DIR)

models = importlib.import_module(f"{PACKAGE}.models")
client_of = importlib.import_module(f"{PACKAGE}.client").AuthenticatedClient
File = importlib.import_module(f"{PACKAGE}.types").File
client = client_of(base_url=URL, token=TOKEN)


def call(operation, by=client, **arguments):
    """One operation by its name in the document: ("pipelines", "get_pipelines")."""
    module = importlib.import_module(f"{PACKAGE}.api.{operation[0]}.{operation[1]}")
    while True:
        answer = module.sync_detailed(client=by, **arguments)
        if answer.status_code != 429:
            return answer.parsed
        time.sleep(float(answer.headers.get("retry-after", 1)))


with check("a token is told what it may do"):
    me = call(("me", "get_me"))
    assert me.actor.type_ == "token" and "runs:write" in me.permissions, me

with check("pipelines are saved, and listed page by page"):
    for number in range(3):
        spec = {**SPEC, "dag_id": f"of-a-client-{number}"} if number else SPEC
        body = models.PutPipelinesDagIdBody(parent_id=None, spec=spec)
        saved = call(("pipelines", "put_pipelines_dag_id"), dag_id=spec["dag_id"], body=body)
        assert saved.number == 1, saved
    seen, cursor = [], {}
    while True:
        page = call(("pipelines", "get_pipelines"), limit=1, q="of-a-client", **cursor)
        seen += [one.dag_id for one in page.data]
        if page.next_cursor is None:
            break
        cursor = {"cursor": page.next_cursor}
    assert seen == ["of-a-client", "of-a-client-1", "of-a-client-2"], seen

with check("a version that is not the newest any more is refused with a problem"):
    body = models.PutPipelinesDagIdBody(parent_id=None, spec={**SPEC, "description": "other"})
    refused = call(("pipelines", "put_pipelines_dag_id"), dag_id="of-a-client", body=body)
    assert isinstance(refused, models.Problem) and refused.status == 412, refused

body = models.TriggerBody.from_dict({"params": {"name": "관제"}})
triggered = call(("pipelines", "post_pipelines_dag_id_runs"), dag_id="of-a-client", body=body)


def ended():
    run = call(("runs", "get_runs_run_id"), run_id=triggered.id)
    return run if run.finished_at else None


run = eventually(ended, "the run to end")
attempts = {task.task_id: task.attempts[-1].id for task in run.tasks}

with check("a run is triggered and waited for"):
    assert triggered.created is True and run.state == "success", run
    assert run.params.to_dict() == {"name": "관제"}, run.params
with check("its log is read"):
    page = call(("task_attempts", "get_task_attempts_attempt_id_log"), attempt_id=attempts["greet"])
    assert "hello 관제" in [line.m for line in page.lines], page
with check("its artifacts are listed and downloaded"):
    (artifact,) = call(("runs", "get_runs_run_id_artifacts"), run_id=triggered.id).data
    downloaded = call(("data_plane", "get_data_downloads_artifacts_id"), id=artifact.id)
    assert artifact.path == "kept.txt" and downloaded.payload.read() == b"kept\n", artifact
with check("an object is stored, read, listed and deleted"):
    key = "of a client/byte.bin"
    stored = call(("data_plane", "put_data_objects_key"), key=key, body=File(payload=BytesIO(b"\0\1")))
    assert stored.key == key and stored.size_bytes == 2, stored
    assert call(("data_plane", "get_data_objects_key"), key=key).payload.read() == b"\0\1"
    listed = call(("data_plane", "get_data_objects"), prefix="of a client/")
    assert [one.key for one in listed.objects] == [key], listed
    call(("data_plane", "delete_data_objects_key"), key=key)
    assert call(("data_plane", "get_data_objects_key"), key=key).status == 404
with check("a token of a service account reads, and is refused what its role may not do"):
    role = models.ServiceAccountInputRole("viewer")
    account = call(("service_accounts", "post_service_accounts"), body=models.ServiceAccountInput("reader", role))
    body = models.TokenInput.from_dict({"name": "reader", "scopes": ["runs:read"]})
    token = call(("service_accounts", "post_service_accounts_account_id_tokens"), account_id=account.id, body=body)
    reader = client_of(base_url=URL, token=token.token)
    assert call(("runs", "get_runs_run_id"), by=reader, run_id=triggered.id).id == triggered.id
    refused = call(("runs", "post_runs_run_id_cancel"), by=reader, run_id=triggered.id)
    assert refused.status == 403 and refused.code, refused
with check("a token that is none is a problem too"):
    refused = call(("me", "get_me"), by=client_of(base_url=URL, token="gwj_pat_none"))
    assert isinstance(refused, models.Problem) and refused.status == 401, refused

promises.hold(
    document,
    {
        "dagId": "of-a-client",
        "run_id": triggered.id,
        "attemptId": attempts["greet"],
        "artifact_id": artifact.id,
        "number": "1",
        "name": "default_pool",
        "start": "2026-01-01T00:00:00Z",
        "end": "2026-01-02T00:00:00Z",
        "q": "hello",
    },
)
