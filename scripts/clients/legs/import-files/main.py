"""`gwanje import mlflow` from the folder of a file: store that MLflow 2.22 has written."""

import os
import re
import tempfile

from checks import TOKEN, URL, check

os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN

import mlflow_stores as stores  # noqa: E402
from gwanje_command import gwanje  # noqa: E402
from mlflow import MlflowClient  # noqa: E402

MARK = " in files"
NAMES = stores.names_of(MARK)


def moved(registry):
    """Versions whose files lay in the folder name the same files behind our address."""

    def source_of(text):
        return re.sub(r"^file://.*/(\d+/[0-9a-f]{32}/artifacts)", r"mlflow-artifacts:/\1", text)

    return {
        name: {
            **model,
            "versions": {
                number: {**version, "source": source_of(version["source"])}
                for number, version in model["versions"].items()
            },
        }
        for name, model in registry.items()
        if MARK in name
    }


with tempfile.TemporaryDirectory(prefix="mlruns-") as folder:
    there = MlflowClient(f"file:{folder}", f"file:{folder}")
    ours = MlflowClient(f"{URL}/mlflow", f"{URL}/mlflow")
    stores.fill(there, has_models=False, mark=MARK)
    wanted = stores.read_all(there, NAMES, has_models=False)
    registry = moved(stores.read_registry(there))

    with check("everything of the folder comes"):
        said = gwanje("import", "mlflow", "--from", folder)
        assert "Everything came." in said, said

    with check("what came is what was there: runs, points, artifacts, with ids and times"):
        stores.assert_same(wanted, stores.read_all(ours, NAMES, has_models=False))

    with check("and so are registered models, versions, stages, tags and aliases"):
        assert registry
        stores.assert_same(registry, moved(stores.read_registry(ours)))

    with check("the same import again changes nothing"):
        said = gwanje("import", "mlflow", "--from", f"file://{folder}")
        # The one run that is still open is looked at again.
        assert "points 1, files 0" in said, said
        stores.assert_same(wanted, stores.read_all(ours, NAMES, has_models=False))
        stores.assert_same(registry, moved(stores.read_registry(ours)))

    with check("a folder that is no store, and a place that is none, are named"):
        gwanje("import", "mlflow", "--from", os.path.join(folder, NAMES[0]), expect=2)
        with tempfile.TemporaryDirectory() as empty:
            gwanje("import", "mlflow", "--from", empty, expect=2)
