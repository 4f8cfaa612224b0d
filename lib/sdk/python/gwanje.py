"""For the code of a task: reads the input, writes the result, and accesses objects and artifacts.

The twin of "gwanje/task" with the Python standard library only; the worker puts it on PYTHONPATH.
Everything goes through the data plane with the attempt's own token; there is nothing to configure.

    import gwanje
    rows = gwanje.objects.get("raw/flights/date=2001-01-01.csv")
    gwanje.result({"rows": len(rows.splitlines())})

A shell script has the same by `python3 -m gwanje` (see `python3 -m gwanje --help`).
"""

import argparse
import http.client
import json
import mimetypes
import os
import shutil
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

SKIPPED = 99
NO_RETRY = 98
RESULT_LIMIT_BYTES = 1024 * 1024
LARGEST_INTEGER = 2**53 - 1
TRIES = 5
FIRST_DELAY_S = 0.2
# Statuses of a server that restarts, drains or asks to wait. Every request here may be repeated: keys are overwritten whole.
WORTH_ANOTHER_TRY = {408, 429, 502, 503, 504}
TYPES = {".parquet": "application/vnd.apache.parquet", ".md": "text/markdown; charset=utf-8"}


class DataPlaneError(Exception):
    """The data plane refused; `code` is the stable code of its reply, the text its explanation."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Environment:
    """The executor's variables for a task. Times are ISO 8601 in UTC, or None."""

    run_id: str
    dag_id: str
    task_id: str
    attempt_id: str
    try_number: int
    logical_date: str
    data_interval_start: str
    data_interval_end: str
    bucket: str


def _required(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: this code runs as a task of a pipeline, not by itself.")
    return value


def environment():
    return Environment(
        run_id=_required("GWANJE_RUN_ID"),
        dag_id=_required("GWANJE_DAG_ID"),
        task_id=_required("GWANJE_TASK_ID"),
        attempt_id=_required("GWANJE_ATTEMPT_ID"),
        try_number=int(_required("GWANJE_TRY_NUMBER")),
        logical_date=os.environ.get("GWANJE_LOGICAL_DATE") or None,
        data_interval_start=os.environ.get("GWANJE_DATA_INTERVAL_START") or None,
        data_interval_end=os.environ.get("GWANJE_DATA_INTERVAL_END") or None,
        bucket=_required("GWANJE_BUCKET"),
    )


def input():
    """{params, inputs: {upstream task id: its result}, run, task}"""
    with open(_required("GWANJE_INPUT_FILE"), encoding="utf-8") as file:
        return {"params": {}, "inputs": {}, "run": {}, "task": {}, **json.load(file)}


def result(value):
    """Sets the value that downstream tasks find in input()["inputs"]. The last call wins."""
    _refuse_inexact(value, "")
    text = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    if len(text) > RESULT_LIMIT_BYTES:
        raise ValueError(
            f"The result has {len(text)} bytes, over the limit of {RESULT_LIMIT_BYTES}: "
            "store it as an object and give its key."
        )
    path = _required("GWANJE_RESULT_FILE")
    with open(path + ".part", "wb") as file:
        file.write(text)
    os.replace(path + ".part", path)


def _refuse_inexact(value, place):
    """Readers of JSON change integers beyond 2**53."""
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError(f"The result holds {value}{place}, too large to be exact: give it as text.")
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_inexact(item, f" at {key!r}")
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_inexact(item, place)


def skip(reason):
    """Ends the task as skipped; tasks downstream are skipped too."""
    print(f"Skipped: {reason}", flush=True)
    sys.exit(SKIPPED)


def fail(message, retry=True):
    """Ends the task as failed. With retry=False it is not retried."""
    print(f"Failed: {message}", file=sys.stderr, flush=True)
    sys.exit(1 if retry else NO_RETRY)


def _request(method, path, open_body=None, headers=None):
    """Sends a request and returns the open response. Retries a broken connection and a busy server."""
    url = _required("GWANJE_URL").rstrip("/") + path
    sent_headers = {"Authorization": "Bearer " + _required("GWANJE_TOKEN"), **(headers or {})}
    if os.environ.get("TRACEPARENT"):
        sent_headers["traceparent"] = os.environ["TRACEPARENT"]
    for attempt in range(1, TRIES + 1):
        # Opened for each try, because a file that was half sent is at its middle.
        body = open_body() if open_body else None
        try:
            return urllib.request.urlopen(
                urllib.request.Request(url, data=body, method=method, headers=sent_headers)
            )
        except urllib.error.HTTPError as error:
            if attempt == TRIES or error.code not in WORTH_ANOTHER_TRY:
                raise _error_of(method, path, error) from None
            error.close()
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if attempt == TRIES:
                raise DataPlaneError(0, "unreachable", f"{method} {url}: {error}") from error
        finally:
            if hasattr(body, "close"):
                body.close()
        time.sleep(FIRST_DELAY_S * 2 ** (attempt - 1))


def _error_of(method, path, error):
    text = error.read().decode("utf-8", "replace")
    try:
        problem = json.loads(text)
        code, detail = problem.get("code"), problem.get("detail") or problem.get("title")
    except (ValueError, AttributeError):
        code, detail = None, None
    explained = detail or text[:300] or error.reason
    return DataPlaneError(error.code, code or f"http_{error.code}", f"{method} {path} answered {error.code}: {explained}")


def _type_of(key):
    ending = os.path.splitext(key)[1].lower()
    return TYPES.get(ending) or mimetypes.guess_type(key)[0] or "application/octet-stream"


class _Storage:
    """GET, PUT and the forms for files of one route; files are streamed."""

    def __init__(self, route):
        self._route = route

    def _path(self, key):
        return f"{self._route}/{urllib.parse.quote(key)}"

    def get(self, key):
        with _request("GET", self._path(key)) as response:
            return response.read()

    def put(self, key, body, content_type=None):
        data = body.encode() if isinstance(body, str) else bytes(body)
        headers = {"Content-Type": content_type or _type_of(key), "Content-Length": str(len(data))}
        _request("PUT", self._path(key), lambda: data, headers).close()

    def download(self, key, file):
        with _request("GET", self._path(key)) as response, open(file, "wb") as target:
            shutil.copyfileobj(response, target, 1024 * 1024)

    def upload(self, file, key, content_type=None):
        headers = {
            "Content-Type": content_type or _type_of(key),
            "Content-Length": str(os.path.getsize(file)),
        }
        _request("PUT", self._path(key), lambda: open(file, "rb"), headers).close()


class _Objects(_Storage):
    """The bucket's objects, by key ("raw/flights/...")."""

    def url(self, key):
        """The URI of an object, for results and documents."""
        return f"s3://{_required('GWANJE_BUCKET')}/{key}"

    def exists(self, key):
        try:
            _request("HEAD", self._path(key)).close()
            return True
        except DataPlaneError as error:
            if error.status == 404:
                return False
            raise

    def remove(self, key):
        _request("DELETE", self._path(key)).close()

    def list(self, prefix):
        """All objects under a prefix, fetched page by page: {key, size_bytes, last_modified, etag}."""
        cursor = None
        while True:
            query = {"prefix": prefix, **({"cursor": cursor} if cursor else {})}
            with _request("GET", f"/data/objects?{urllib.parse.urlencode(query)}") as response:
                page = json.load(response)
            yield from page["objects"]
            cursor = page.get("next_cursor")
            if not cursor:
                return


objects = _Objects("/data/objects")
# Files of this attempt, shown on the run's page.
artifacts = _Storage("/data/artifacts")


def _main(argv):
    parser = argparse.ArgumentParser(
        prog="python3 -m gwanje", description="Reach the input, result, objects and artifacts of a task from a shell."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, text, *arguments):
        sub = commands.add_parser(name, help=text, description=text)
        for argument in arguments:
            sub.add_argument(argument)

    command("download", "object -> file", "key", "file")
    command("upload", "file -> object", "file", "key")
    command("list", "keys under a prefix, one a line", "prefix")
    command("artifact", "file -> artifact of this attempt", "file", "path")
    command("input", "one value of the input, by a dotted path such as inputs.ingest.rows", "path")
    command("result", "a JSON file becomes the task's result", "file")
    args = parser.parse_args(argv)

    if args.command == "download":
        objects.download(args.key, args.file)
    elif args.command == "upload":
        objects.upload(args.file, args.key)
    elif args.command == "list":
        for found in objects.list(args.prefix):
            print(found["key"])
    elif args.command == "artifact":
        artifacts.upload(args.file, args.path)
    elif args.command == "input":
        value = input()
        for name in args.path.split("."):
            if not isinstance(value, dict) or name not in value:
                sys.exit(f'The input has no "{args.path}".')
            value = value[name]
        print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    elif args.command == "result":
        with open(args.file, encoding="utf-8") as file:
            result(json.load(file))


if __name__ == "__main__":
    try:
        _main(sys.argv[1:])
    except DataPlaneError as failed:
        sys.exit(str(failed))
