"""What scripts do with the registry through MLflow's own client, whichever release."""

import threading

import mlflow
from checks import api, check
from mlflow_flows import IS_3, PREFIX, client, new_experiment, refused


def name_of(what):
    return f"{PREFIX} {what}"


def run_with_model(experiment):
    """A run that has files of a model, and where the model lies."""
    run = client.create_run(experiment)
    client.log_text(run.info.run_id, "flavors: {}\n", "model/MLmodel")
    return run.info.run_id, f"runs:/{run.info.run_id}/model"


def models():
    name = name_of("model")
    with check("a registered model is made, read, described, tagged, renamed and deleted"):
        made = client.create_registered_model(name, {"team": "관제"}, "first")
        assert (made.name, made.tags, made.description) == (name, {"team": "관제"}, "first"), made
        refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, name)
        assert client.update_registered_model(name, "second").description == "second"
        client.set_registered_model_tag(name, "a", "1")
        client.delete_registered_model_tag(name, "team")
        assert client.get_registered_model(name).tags == {"a": "1"}
        client.rename_registered_model(name, f"{name} 2")
        assert client.get_registered_model(f"{name} 2").tags == {"a": "1"}
        refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, name)
        client.delete_registered_model(f"{name} 2")
        refused("RESOURCE_DOES_NOT_EXIST", client.delete_registered_model, f"{name} 2")

    with check("models are searched by pages"):
        names = [name_of(f"search {n}") for n in range(25)]
        for each in names:
            client.create_registered_model(each, {"n": each[-1]})
        found, token = [], None
        while True:
            page = client.search_registered_models(
                f"name LIKE '{PREFIX} search%'", max_results=10, order_by=["name DESC"], page_token=token
            )
            found += [one.name for one in page]
            token = page.token
            if not token:
                break
        assert found == sorted(names, reverse=True), found
        [three] = client.search_registered_models(f"name = '{names[3]}' AND tags.n = '3'")
        assert three.name == names[3]
        refused("INVALID_PARAMETER_VALUE", client.search_registered_models, "name = 'a' OR name = 'b'")


def versions():
    experiment = new_experiment("registry")
    name = name_of("versions")
    client.create_registered_model(name)
    with check("a version is made of a run's files and is ready at once"):
        run_id, source = run_with_model(experiment)
        made = client.create_model_version(name, source, run_id, {"t": "x"}, description="first")
        assert (made.version, made.status, made.current_stage, made.run_id) in [
            ("1", "READY", "None", run_id),
            (1, "READY", "None", run_id),
        ], made
        assert client.get_model_version(name, "1").tags == {"t": "x"}
        uri = client.get_model_version_download_uri(name, "1")
        assert uri.endswith(f"{run_id}/artifacts/model"), uri
        refused("INVALID_PARAMETER_VALUE", client.create_model_version, name, "/etc/passwd", run_id)
        refused("INVALID_PARAMETER_VALUE", client.create_model_version, name, source, "0" * 32)

    with check("a version's files are read by its number and by its alias"):
        client.set_registered_model_alias(name, "champion", "1")
        for reference in ["1", "@champion"]:
            address = f"models:/{name}{reference}" if reference[0] == "@" else f"models:/{name}/{reference}"
            assert mlflow.artifacts.load_text(f"{address}/MLmodel") == "flavors: {}\n"

    with check("register_model makes the model when it is not there, and the next version"):
        other = name_of("registered")
        for number in [1, 2]:
            assert int(mlflow.register_model(source, other).version) == number
        client.copy_model_version(f"models:/{other}/2", name_of("copied"))
        assert client.get_model_version(name_of("copied"), "1").source == f"models:/{other}/2"
        text = mlflow.artifacts.load_text(f"models:/{name_of('copied')}/1/MLmodel")
        assert text == "flavors: {}\n"

    with check("aliases move and go, one that is not there is no version"):
        client.create_model_version(name, source, run_id)
        client.set_registered_model_alias(name, "champion", "2")
        assert int(client.get_model_version_by_alias(name, "champion").version) == 2
        client.delete_registered_model_alias(name, "champion")
        client.delete_registered_model_alias(name, "champion")
        refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, name, "champion")
        refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, name, "v1", "1")

    with check("stages move, and archive what was there"):
        client.transition_model_version_stage(name, "1", "Production")
        client.transition_model_version_stage(name, "2", "production", archive_existing_versions=True)
        stages = {int(one.version): one.current_stage for one in client.get_latest_versions(name)}
        assert stages == {1: "Archived", 2: "Production"}, stages
        [live] = client.get_latest_versions(name, ["Production"])
        assert int(live.version) == 2
        refused("INVALID_PARAMETER_VALUE", client.transition_model_version_stage, name, "1", "Live")

    with check("versions are searched, described, tagged and deleted"):
        found = client.search_model_versions(f"name = '{name}' AND version_number > 1")
        assert [int(one.version) for one in found] == [2]
        assert len(client.search_model_versions(f"run_id = '{run_id}'")) == 5
        client.update_model_version(name, "2", "second")
        client.set_model_version_tag(name, "2", "k", "v")
        client.delete_model_version_tag(name, "2", "none")
        two = client.get_model_version(name, "2")
        assert (two.description, two.tags) == ("second", {"k": "v"}), two
        client.set_registered_model_alias(name, "gone", "2")
        client.delete_model_version(name, "2")
        refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, name, "2")
        assert client.get_registered_model(name).aliases == {}

    with check("eight threads register versions, each gets a number of its own"):
        shared = name_of("shared")
        client.create_registered_model(shared)
        numbers = []

        def register():
            for _ in range(4):
                numbers.append(int(client.create_model_version(shared, source, run_id).version))

        threads = [threading.Thread(target=register) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(numbers) == list(range(1, 33)), numbers


def logged_and_prompts():
    experiment = new_experiment("registry 3")
    with check("a logged model is registered, and says so"):
        run_id = client.create_run(experiment).info.run_id
        model = client.create_logged_model(experiment, name="m", source_run_id=run_id)
        client.finalize_logged_model(model.model_id, "READY")
        name = name_of("of a logged model")
        client.create_registered_model(name)
        made = client.create_model_version(name, f"models:/{model.model_id}", run_id, model_id=model.model_id)
        tags = client.get_logged_model(model.model_id).tags
        assert name in tags["mlflow.modelVersions"], tags
        assert client.get_model_version_download_uri(name, made.version).endswith(f"{model.model_id}/artifacts")

    with check("a prompt is kept, loaded and apart from models"):
        prompt = name_of("prompt").replace(" ", "_").replace(".", "_")
        mlflow.genai.register_prompt(prompt, "Hello {{ name }}")
        second = mlflow.genai.register_prompt(prompt, "Hi {{ name }}")
        mlflow.genai.set_prompt_alias(prompt, alias="live", version=second.version)
        assert mlflow.genai.load_prompt(f"prompts:/{prompt}@live").template == "Hi {{ name }}"
        assert prompt not in [one.name for one in client.search_registered_models()]
        assert prompt in [one.name for one in mlflow.genai.search_prompts()]


def audited():
    with check("who registered a model stands in the audit log"):
        rows = api("GET", "/api/v1/audit?action=registered_model.create&limit=200")["data"]
        assert any(row["after"]["name"] == name_of("versions") for row in rows), rows


def registry():
    models()
    versions()
    if IS_3:
        logged_and_prompts()
    audited()
