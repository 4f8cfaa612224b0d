"""What the programs of the legs share: one line a check, the installation's API, and waiting for a run.

    with check("lists pipelines"):
        assert api("GET", "/api/v1/pipelines")["data"] == []
"""

import json
import os
import sys
import time
import traceback
import urllib.error
import urllib.request
from contextlib import contextmanager

URL = os.environ["GWANJE_CLIENT_URL"]
TOKEN = os.environ["GWANJE_CLIENT_TOKEN"]
# Pipelines written there are loaded as a team's own.
PIPELINES = os.environ["GWANJE_CLIENT_PIPELINES"]
# What a leg writes for itself.
DIR = os.environ["GWANJE_CLIENT_DIR"]
PATIENCE_S = 120
LOOK_AGAIN_S = 0.2


@contextmanager
def check(name):
    """A check that fails does not stop the leg; the checks behind it say what else is wrong."""
    try:
        yield
        print(f"ok {name}")
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        print(f"not ok {name}: {type(error).__name__}: {error} ({last.line})")


def api(method, path, body=None):
    """One call of the API, as JSON. A caller over its budget waits as long as it is told."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            request = urllib.request.Request(URL + path, data=data, method=method, headers=headers)
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
                text = response.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise AssertionError(f"{method} {path} answered {error.code}: {error.read().decode()}") from None
            time.sleep(float(error.headers.get("Retry-After", 1)))


def fetch(path):
    """The bytes that an address answers with."""
    request = urllib.request.Request(URL + path, headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
        return response.read()


def eventually(look, what):
    """What `look` answers as soon as it is neither None nor False."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            sys.exit(f"not ok waited {PATIENCE_S} s for {what}")
        time.sleep(LOOK_AGAIN_S)


def ended(run_id):
    """The run, once it has ended."""

    def look():
        run = api("GET", f"/api/v1/runs/{run_id}")
        return run if run["finished_at"] else None

    return eventually(look, f"run {run_id}")


def log_of(attempt_id):
    """The whole text of an attempt's log."""
    page = api("GET", f"/api/v1/task-attempts/{attempt_id}/log?limit=1000")
    return "\n".join(line["m"] for line in page["lines"])
