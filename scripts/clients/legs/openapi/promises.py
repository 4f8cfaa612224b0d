"""Every GET that can be called answers what the document promises: the status, the kind of body, and its schema."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request

from openapi_schema_validator import OAS31Validator

from checks import PATIENCE_S, TOKEN, URL, check

# Answers without an end.
ENDLESS = {"/api/v1/events", "/api/v1/log-records/tail"}


def hold(document, values):
    """`values` are what the parameters that must be given are filled with; a GET that needs others is left out."""
    for path, methods in document["paths"].items():
        operation = methods.get("get")
        if not operation or path in ENDLESS or not _token_may(operation):
            continue
        address = _address(path, operation, values)
        if address is None:
            continue
        with check(f"GET {path} answers as promised"):
            _look(operation, address, document["components"])


def _token_may(operation):
    return any("token" in one for one in operation["security"]) or operation["security"] == []


def _address(path, operation, values):
    needed = [one for one in operation.get("parameters", []) if one.get("required")]
    if any(one["name"] not in values for one in needed):
        return None
    query = {one["name"]: values[one["name"]] for one in needed if one["in"] == "query"}
    filled = re.sub(r"\{(\w+)\}", lambda found: urllib.parse.quote(values[found[1]], safe=""), path)
    return f"{filled}?{urllib.parse.urlencode(query)}" if query else filled


def _look(operation, address, components):
    request = urllib.request.Request(URL + address, headers={"Authorization": f"Bearer {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            status, kind, body = response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        status, kind, body = error.code, error.headers.get_content_type(), error.read()
    promised = operation["responses"].get(str(status))
    assert promised, f"{status} is not among its answers: {body[:300]}"
    assert status < 400, f"{status}: {body[:300]}"
    content = promised.get("content", {})
    if not content:
        assert body == b"", f"no body is promised: {body[:300]}"
        return
    assert kind in content, f"{kind} is not promised: {list(content)}"
    if kind == "application/json":
        schema = {**content[kind]["schema"], "components": components}
        errors = OAS31Validator(schema).iter_errors(json.loads(body))
        found = [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in errors]
        assert found == [], found[:3]
