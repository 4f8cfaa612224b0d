"""Finds what the task above it left, lists and removes objects, and hears why a request is refused."""

import gwanje

listed = {found["key"]: found["size_bytes"] for found in gwanje.objects.list("clients/")}
gwanje.objects.remove("clients/large.bin")
try:
    gwanje.objects.put("logs/mine", "no")
    refused = None
except gwanje.DataPlaneError as error:
    refused = {"status": error.status, "code": error.code}

gwanje.result(
    {
        "inputs": gwanje.input()["inputs"],
        "listed": listed,
        "there": gwanje.objects.exists("clients/a b/한글.json"),
        "gone": not gwanje.objects.exists("clients/large.bin"),
        "refused": refused,
    }
)
