"""Reads its input and environment, stores objects and artifacts, prints a secret, leaves a result."""

import os

import gwanje

here = gwanje.environment()
print("task", here.dag_id, here.task_id, "try", here.try_number)
print("secret", os.environ["CLIENT_SECRET"])

gwanje.objects.put("clients/a b/한글.json", '{"n": 1}')
with open("large.bin", "wb") as file:
    for _ in range(8):
        file.write(os.urandom(1024 * 1024))
gwanje.objects.upload("large.bin", "clients/large.bin")
gwanje.objects.download("clients/large.bin", "again.bin")
gwanje.artifacts.put("report.html", "<h1>hello</h1>")
gwanje.artifacts.upload("large.bin", "models/large.bin")

gwanje.result(
    {
        "name": gwanje.input()["params"]["name"],
        "json": gwanje.objects.get("clients/a b/한글.json").decode(),
        "same": open("large.bin", "rb").read() == open("again.bin", "rb").read(),
        "artifact": gwanje.artifacts.get("report.html").decode(),
        "url": gwanje.objects.url("clients/large.bin"),
    }
)
