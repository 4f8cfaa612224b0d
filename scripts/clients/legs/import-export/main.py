"""`gwanje import mlflow` and `gwanje export mlflow` between this installation and MLflow's own server."""

import os

from checks import TOKEN, URL, api, check

os.environ["MLFLOW_TRACKING_TOKEN"] = TOKEN

import mlflow_stores as stores  # noqa: E402
from gwanje_command import gwanje, killed_at  # noqa: E402
from mlflow import MlflowClient  # noqa: E402

NAMES = stores.names_of()
# In the middle of the runs of the first experiment that has more than a few.
KILL_AT_REQUEST = 120

ours = MlflowClient(f"{URL}/mlflow", f"{URL}/mlflow")


def client_of(url):
    return MlflowClient(url, url)


def imported(source_url):
    there = client_of(source_url)
    stores.fill(there, has_models=True)
    wanted = stores.read_all(there, NAMES, has_models=True)
    registry = stores.read_registry(there)
    source = ["--source", "the team's server"]

    with check("an import that is killed in the middle leaves what it has brought"):
        killed_at(KILL_AT_REQUEST, source_url, "import", "mlflow", "--from", "{proxy}", *source)
        assert api("GET", "/api/v1/experiments?search=many")["data"], "nothing came"
        assert not ours.search_registered_models("name = 'fruit'"), "everything came"

    with check("started again it brings the rest, and nothing twice"):
        said = gwanje("import", "mlflow", "--from", source_url, *source)
        assert "Everything came." in said, said

    with check("what came is what was there: runs, points, artifacts, logged models, with ids and times"):
        here = stores.read_all(ours, NAMES, has_models=True)
        assert {name: one["id"] for name, one in here.items()} == {name: one["id"] for name, one in wanted.items()}
        stores.assert_same(wanted, here)

    with check("and so are registered models, versions, stages, tags and aliases"):
        stores.assert_same(registry, stores.read_registry(ours))

    with check("the audit log says that it began and what came"):
        rows = api("GET", "/api/v1/audit?action=import.end")["data"]
        assert rows[0]["detail"]["runs"] == sum(len(one["runs"]) for one in wanted.values()), rows[0]

    with check("the same import again changes nothing, and asks for nothing of what is here"):
        said = gwanje("import", "mlflow", "--from", source_url, *source)
        # The one run that is still open is looked at again.
        assert "points 1, files 0" in said, said
        stores.assert_same(registry, stores.read_registry(ours))
        assert gwanje("import", "mlflow", "--from", source_url, *source, "--full").count("Everything came.") == 1
        stores.assert_same(wanted, stores.read_all(ours, NAMES, has_models=True))

    with check("what goes on there comes with the next import"):
        run = there.search_runs([wanted["many"]["id"]], order_by=["start_time ASC"], max_results=1)[0].info.run_id
        there.log_metric(run, "m", 7.5, timestamp=9_999, step=9)
        there.log_text(run, "later", "later.txt")
        gwanje("import", "mlflow", "--from", source_url, *source, "--experiment", "many", "--no-registry")
        stores.assert_same(stores.read_run(there, there.get_run(run)), stores.read_run(ours, ours.get_run(run)))
    return stores.read_all(ours, NAMES, has_models=True), stores.read_registry(ours)


def by_origin(experiments):
    """With the ids that runs and models have here, for those of a server that gave them others."""
    runs = {
        run_id: one["tags"].get("gwanje.run_id", run_id)
        for experiment in experiments.values()
        for run_id, one in experiment["runs"].items()
    }
    models = {
        model_id: one["tags"].get("gwanje.model_id", model_id)
        for experiment in experiments.values()
        for model_id, one in experiment["models"].items()
    }

    def named(value):
        if isinstance(value, dict):
            return {named(key): named(one) for key, one in value.items() if not str(key).startswith("gwanje.")}
        if isinstance(value, (list, tuple)):
            return [named(one) for one in value]
        return runs.get(value) or models.get(value) or value if isinstance(value, str) else value

    return named(
        {
            name: {
                **experiment,
                "id": None,
                "times": None,
                "models": {
                    model_id: {**one, "times": None, "tags": {k: v for k, v in one["tags"].items() if k != "mlflow.modelVersions"}}
                    for model_id, one in experiment["models"].items()
                },
            }
            for name, experiment in experiments.items()
        }
    ), {**runs, **models}


def registry_by_origin(registry, ids):
    def source_of(text):
        for new, old in ids.items():
            text = text.replace(new, old)
        # The number of the experiment may be another.
        return text.split("/", 2)[-1] if text.startswith("mlflow-artifacts:") else text

    return {
        name: {
            **model,
            "times": None,
            "tags": {key: value for key, value in model["tags"].items() if not key.startswith("gwanje.")},
            "versions": {
                number: {
                    **version,
                    "creation_timestamp": None,
                    "last_updated_timestamp": None,
                    "source": source_of(version["source"]),
                    "run_id": ids.get(version["run_id"], version["run_id"]),
                    "tags": {key: value for key, value in version["tags"].items() if not key.startswith("gwanje.")},
                }
                for number, version in model["versions"].items()
            },
        }
        for name, model in registry.items()
    }


def exported(target_url, here, registry):
    there = client_of(target_url)
    only = [part for name in NAMES for part in ("--experiment", name)]

    with check("an export that is killed in the middle goes on when it is started again"):
        killed_at(KILL_AT_REQUEST, target_url, "export", "mlflow", "--to", "{proxy}", *only)
        said = gwanje("export", "mlflow", "--to", target_url, *only)
        assert "Everything came." in said, said

    def read():
        read_there, ids = by_origin(stores.read_all(there, NAMES, has_models=True))
        return read_there, registry_by_origin(stores.read_registry(there), ids)

    wanted, _ = by_origin(here)
    wanted_registry = registry_by_origin(registry, {})
    with check("what went out is what is here: runs, points, artifacts, logged models"):
        stores.assert_same(wanted, read()[0])
    with check("and so are registered models, versions, stages, tags and aliases"):
        stores.assert_same(wanted_registry, read()[1])
    with check("the same export again changes nothing"):
        said = gwanje("export", "mlflow", "--to", target_url, *only)
        # The one run that is still open is looked at again.
        assert "points 1, files 0" in said, said
        stores.assert_same(wanted, read()[0])
        stores.assert_same(wanted_registry, read()[1])


with stores.official_server() as source_url:
    here, registry = imported(source_url)
with stores.official_server() as target_url:
    exported(target_url, here, registry)
