"""Feast's own SDK, unmodified, with its remote online store: what it writes here it reads here, by reference and by service."""

import tempfile
from datetime import datetime, timedelta, timezone

import pandas as pd
from checks import TOKEN, URL, api, check
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, PushSource, RepoConfig
from feast.data_source import PushMode
from feast.types import Array, Float64, Int64, String
from feast.value_type import ValueType

FAR = 9_007_199_254_740_993
NOW = datetime.now(timezone.utc).replace(microsecond=0)

api("POST", "/api/v1/features/entities", {"name": "driver", "join_key": "driver_id", "value_type": "INT64"})
api(
    "POST",
    "/api/v1/features/views",
    {
        "name": "driver_stats",
        "entities": ["driver"],
        "ttl_seconds": 86_400,
        "push_source": "driver_push",
        "fields": [
            {"name": "conv_rate", "type": "DOUBLE"},
            {"name": "trips", "type": "INT64"},
            {"name": "city", "type": "STRING"},
            {"name": "lately", "type": "INT64_LIST"},
        ],
    },
)
api(
    "POST",
    "/api/v1/features/services",
    {"name": "driver_activity", "features": ["driver_stats:conv_rate", "driver_stats:city"]},
)


def store_with(token, folder):
    return FeatureStore(
        config=RepoConfig(
            project="demo",
            provider="local",
            registry=f"{folder}/registry.db",
            online_store={"type": "remote", "path": f"{URL}/feature"},
            offline_store={"type": "file"},
            auth={"type": "oidc", "token": token},
            entity_key_serialization_version=3,
        )
    )


def definitions(folder):
    driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64)
    batch = FileSource(name="driver_file", path=f"{folder}/none.parquet", timestamp_field="event_timestamp")
    view = FeatureView(
        name="driver_stats",
        entities=[driver],
        ttl=timedelta(days=1),
        schema=[
            Field(name="driver_id", dtype=Int64),
            Field(name="conv_rate", dtype=Float64),
            Field(name="trips", dtype=Int64),
            Field(name="city", dtype=String),
            Field(name="lately", dtype=Array(Int64)),
        ],
        source=PushSource(name="driver_push", batch_source=batch),
    )
    service = FeatureService(name="driver_activity", features=[view[["conv_rate", "city"]]])
    return [driver, view, service]


def rows(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({**columns, "event_timestamp": [NOW] * count, "created": [NOW] * count})


REFERENCES = [f"driver_stats:{name}" for name in ("conv_rate", "trips", "city", "lately")]

with tempfile.TemporaryDirectory() as folder:
    pd.DataFrame(
        {
            "driver_id": pd.Series([1], dtype="int64"),
            "conv_rate": [0.5],
            "trips": pd.Series([1], dtype="int64"),
            "city": ["x"],
            "lately": [[1]],
            "event_timestamp": [NOW],
        }
    ).to_parquet(f"{folder}/none.parquet")
    store = store_with(TOKEN, folder)
    store.apply(definitions(folder))

    def asked(ids, features=REFERENCES, **more):
        answer = store.get_online_features(features=features, entity_rows=[{"driver_id": one} for one in ids], **more)
        return answer.to_dict()

    with check("what the SDK writes it reads back, exactly and in order"):
        store.write_to_online_store(
            "driver_stats",
            rows(
                driver_id=[1001, 1002],
                conv_rate=[0.25, 1e-9],
                trips=[FAR, -1],
                city=["서울", ""],
                lately=[[1, 2, 3], [FAR]],
            ),
        )
        got = asked([1002, 1001])
        assert got["driver_id"] == [1002, 1001], got
        assert got["conv_rate"] == [1e-9, 0.25], got
        assert got["trips"] == [-1, FAR], got
        assert got["city"] == ["", "서울"], got
        assert got["lately"] == [[FAR], [1, 2, 3]], got

    with check("an entity that was never written is null, and the others beside it are there"):
        got = asked([1001, 5])
        assert got["trips"] == [FAR, None] and got["city"] == ["서울", None], got

    with check("a push by its source is a newer row, and an older one changes nothing"):
        store.push(
            "driver_push",
            rows(driver_id=[1001], conv_rate=[0.75], trips=[7], city=["부산"], lately=[[4]]).assign(
                event_timestamp=NOW + timedelta(seconds=1)
            ),
            to=PushMode.ONLINE,
        )
        assert asked([1001])["trips"] == [7]
        store.push(
            "driver_push",
            rows(driver_id=[1001], conv_rate=[0.1], trips=[3], city=["old"], lately=[[9]]),
            to=PushMode.ONLINE,
        )
        assert asked([1001])["trips"] == [7]

    with check("a feature service, and full feature names"):
        got = asked([1001], features=store.get_feature_service("driver_activity"))
        assert got == {"driver_id": [1001], "conv_rate": [0.75], "city": ["부산"]}, got
        assert asked([1001], full_feature_names=True)["driver_stats__trips"] == [7]

    with check("a thousand rows in one question"):
        ids = list(range(2_000, 3_000))
        store.write_to_online_store(
            "driver_stats",
            rows(driver_id=ids, conv_rate=[one / 7 for one in ids], trips=ids, city=["c"] * 1_000, lately=[[1]] * 1_000),
        )
        assert asked(ids)["trips"] == ids

    with check("a token that is none is refused, and nothing is answered"):
        try:
            store_with("gwj_pat_none", folder).get_online_features(
                features=REFERENCES, entity_rows=[{"driver_id": 1001}]
            )
            raise AssertionError("it was answered")
        except AssertionError:
            raise
        except Exception as error:
            assert "401" in str(error) or "token" in str(error).lower(), repr(error)
