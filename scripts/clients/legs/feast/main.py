"""Feast's own SDK, unmodified, with its remote online store: what it writes here it reads here, by reference and by service."""

import os
import tempfile
from datetime import datetime, timedelta, timezone
from urllib.request import Request, urlopen

import grpc
import pandas as pd
from checks import TOKEN, URL, api, check, fetch
from feast import FeatureStore, RepoConfig
from feast.data_source import PushMode
from feast.protos.feast.serving import GrpcServer_pb2, GrpcServer_pb2_grpc, ServingService_pb2, ServingService_pb2_grpc
from feast.protos.feast.types.Value_pb2 import RepeatedValue, Value
from gwanje_command import gwanje
from feast.types import Array, Int64, String

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


def download(folder):
    """The registry as it is published, in the place of the one that `feast apply` would write."""
    with open(os.path.join(folder, "registry.db"), "wb") as file:
        file.write(fetch("/feature/registry.db?project=demo"))


def put(key, content):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    urlopen(Request(f"{URL}/data/objects/{key}", data=content, method="PUT", headers=headers)).close()


def rows(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({**columns, "event_timestamp": [NOW] * count, "created": [NOW] * count})


REFERENCES = [f"driver_stats:{name}" for name in ("conv_rate", "trips", "city", "lately")]

with tempfile.TemporaryDirectory() as folder:
    download(folder)
    store = store_with(TOKEN, folder)

    def asked(ids, features=REFERENCES, **more):
        answer = store.get_online_features(features=features, entity_rows=[{"driver_id": one} for one in ids], **more)
        return answer.to_dict()

    with check("the published registry has the definitions as the SDK makes them"):
        [entity] = store.list_entities()
        assert (entity.name, entity.join_key) == ("driver", "driver_id"), entity
        view = store.get_feature_view("driver_stats")
        assert view.ttl == timedelta(days=1) and view.stream_source.name == "driver_push", view
        types = {field.name: field.dtype for field in view.features}
        assert types["city"] == String and types["lately"] == Array(Int64), types
        assert [field.name for field in view.entity_columns] == ["driver_id"], view.entity_columns
        assert [one.name for one in store.list_feature_services()] == ["driver_activity"]
        assert [one.name for one in store.list_data_sources()] == ["driver_push"]
        assert store.get_project("demo").name == "demo"

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

    with check("a definition that is made later is in the registry that is fetched then"):
        api("POST", "/api/v1/features/services", {"name": "later", "features": ["driver_stats:trips"]})
        download(folder)
        store.refresh_registry()
        assert asked([1001], features=store.get_feature_service("later")) == {"driver_id": [1001], "trips": [7]}

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

    with check("gwanje features repair materialises from files, and says what no file has"):
        day = pd.DataFrame({"driver_id": [1, 2], "trips": [10, 20], "event_timestamp": [NOW - timedelta(hours=1)] * 2})
        put("feast-leg/repair/day.parquet", day.to_parquet())
        [bucket] = {one.batch_source.path.split("/")[2] for one in store.list_feature_views()}
        path = f"s3://{bucket}/feast-leg/repair/"
        source = {"name": "repaired", "format": "parquet", "path": path, "timestamp_field": "event_timestamp"}
        api("POST", "/api/v1/features/sources", source)
        fields = [{"name": "trips", "type": "INT64"}]
        view = {"name": "repaired", "entities": ["driver"], "fields": fields, "source": "repaired"}
        api("POST", "/api/v1/features/views", view)
        assert asked([1, 2], ["repaired:trips"])["trips"] == [None, None]
        assert "repaired: 2 entities are back" in gwanje("features", "repair", "--view", "repaired")
        assert asked([1, 2], ["repaired:trips"])["trips"] == [10, 20]
        said = gwanje("features", "repair", "--view", "driver_stats", expect=3)
        assert "driver_stats: has no data source" in said, said

GRPC_PORT = os.environ["GWANJE_CLIENT_GRPC_PORT"]
BEARER = [("authorization", f"Bearer {TOKEN}")]


def question(ids, features):
    request = ServingService_pb2.GetOnlineFeaturesRequest(features=ServingService_pb2.FeatureList(val=features))
    request.entities["driver_id"].CopyFrom(RepeatedValue(val=[Value(int64_val=one) for one in ids]))
    return request


with grpc.insecure_channel(f"127.0.0.1:{GRPC_PORT}") as channel:
    serving = ServingService_pb2_grpc.ServingServiceStub(channel)
    server = GrpcServer_pb2_grpc.GrpcFeatureServerStub(channel)

    with check("gRPC: the ServingService says its version, and answers with types and statuses"):
        info = serving.GetFeastServingInfo(ServingService_pb2.GetFeastServingInfoRequest(), metadata=BEARER)
        assert info.version, info
        answer = serving.GetOnlineFeatures(question([1002, 5], ["driver_stats:trips", "driver_stats:lately"]), metadata=BEARER)
        assert list(answer.metadata.feature_names.val) == ["driver_id", "trips", "lately"], answer
        trips = answer.results[1]
        assert [value.int64_val for value in trips.values] == [-1, 0], trips
        assert list(trips.statuses) == [1, 3] and trips.values[1].WhichOneof("val") is None, trips
        assert list(answer.results[2].values[0].int64_list_val.val) == [FAR], answer

    with check("gRPC: a pushed row is answered"):
        moment = int((NOW + timedelta(seconds=2)).timestamp())
        row = {
            "driver_id": Value(int64_val=1001),
            "event_timestamp": Value(unix_timestamp_val=moment),
            "trips": Value(int64_val=FAR),
        }
        request = GrpcServer_pb2.PushRequest(stream_feature_view="driver_push", to="online", typed_features=row)
        assert server.Push(request, metadata=BEARER).status
        answer = server.GetOnlineFeatures(question([1001], ["driver_stats:trips"]), metadata=BEARER)
        assert answer.results[1].values[0].int64_val == FAR, answer

    with check("gRPC: without a token nobody is answered, and half a question is refused with its fault"):
        for calling, code in (
            (lambda: serving.GetOnlineFeatures(question([1], ["driver_stats:trips"])), grpc.StatusCode.UNAUTHENTICATED),
            (
                lambda: serving.GetOnlineFeatures(question([1], ["nobody:trips"]), metadata=BEARER),
                grpc.StatusCode.NOT_FOUND,
            ),
        ):
            try:
                calling()
                raise AssertionError("it was answered")
            except grpc.RpcError as error:
                assert error.code() == code and error.details(), error
