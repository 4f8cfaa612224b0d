"""Shippers of logs from PyPI, unmodified: Elasticsearch's and OpenSearch's bulk helpers, OpenTelemetry, Loki's handler."""

import logging
import urllib.parse
import uuid

import logging_loki
from checks import TOKEN, URL, api, check, eventually
from elasticsearch import AuthenticationException, Elasticsearch
from elasticsearch import helpers as elastic
from opensearchpy import OpenSearch
from opensearchpy import helpers as opensearch
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource

ROWS = 1_500
RUN = uuid.uuid4().hex[:8]
ES = f"{URL}/ingest/es"


def found(service, limit=200):
    q = urllib.parse.quote(f'service:"{service}"')
    return api("GET", f"/api/v1/log-records?q={q}&limit={limit}")["data"]


def counted(service):
    q = urllib.parse.quote(f'service:"{service}"')
    return sum(bar["total"] for bar in api("GET", f"/api/v1/log-records/histogram?q={q}")["data"])


def actions(service, op="index", index="python"):
    return [
        {"_op_type": op, "_index": index, "service": service, "level": "warn", "message": f"한글 line {n}", "n": n}
        for n in range(ROWS)
    ]


def named(what):
    return f"{what} {RUN}"


with check("elasticsearch: knows the server, and says no to a token that is none"):
    with Elasticsearch(ES, basic_auth=("anybody", TOKEN)) as client:
        assert client.ping()
        assert client.info()["tagline"] == "You Know, for Search"
        assert client.indices.exists(index="python")
    with Elasticsearch(ES, api_key="no", max_retries=0) as client:
        try:
            client.index(index="python", document={"message": "x"})
            raise AssertionError("it was taken")
        except AuthenticationException:
            pass

WAYS = {
    "bulk": lambda helpers, client, rows: helpers.bulk(client, rows)[0],
    "streaming_bulk": lambda helpers, client, rows: sum(ok for ok, _ in helpers.streaming_bulk(client, rows)),
    "parallel_bulk": lambda helpers, client, rows: sum(
        ok for ok, _ in helpers.parallel_bulk(client, rows, thread_count=4, chunk_size=200)
    ),
}
for way, send in WAYS.items():
    with check(f"elasticsearch: helpers.{way}, in gzip"):
        with Elasticsearch(ES, basic_auth=("anybody", TOKEN), http_compress=True) as client:
            service = named(f"elastic {way}")
            assert send(elastic, client, actions(service)) == ROWS
            assert counted(service) == ROWS
            row = found(service, 1)[0]
            assert row["level"] == "warn" and row["attributes"]["index"] == "python", row

    with check(f"opensearch: helpers.{way}"):
        with OpenSearch(ES, http_auth=("anybody", TOKEN), http_compress=True) as client:
            service = named(f"opensearch {way}")
            assert send(opensearch, client, actions(service, "create")) == ROWS
            assert counted(service) == ROWS

with check("elasticsearch: the same batch sent twice is stored once, by an API key"):
    with Elasticsearch(ES, api_key=TOKEN) as client:
        service = named("elastic twice")
        rows = [{**row, "@timestamp": "now"} for row in actions(service)[:10]]
        for row in rows:
            row["@timestamp"] = api("GET", "/api/v1/log-records?limit=1")["searched_to"]
            break
        for _ in range(2):
            assert elastic.bulk(client, [dict(row) for row in rows])[0] == 10
        assert counted(service) == 10

with check("elasticsearch: single documents, with and without an id"):
    with Elasticsearch(ES, basic_auth=("anybody", TOKEN)) as client:
        service = named("elastic one")
        document = {"service": service, "message": "one"}
        assert client.index(index="python", document=document)["result"] == "created"
        assert client.index(index="python", id="a", document={**document, "message": "two"})["_id"] == "a"
        assert client.create(index="python", id="b", document={**document, "message": "three"})["_id"] == "b"
        assert sorted(row["message"] for row in found(service)) == ["one", "three", "two"]

for compression in (Compression.NoCompression, Compression.Gzip):
    with check(f"OpenTelemetry: protobuf over HTTP, {compression.value}"):
        service = named(f"otel {compression.value}")
        provider = LoggerProvider(resource=Resource.create({"service.name": service}))
        exporter = OTLPLogExporter(
            endpoint=f"{URL}/ingest/otlp/v1/logs",
            headers={"authorization": f"Bearer {TOKEN}"},
            compression=compression,
        )
        provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
        logger = logging.getLogger(service)
        logger.propagate = False
        logger.setLevel(logging.INFO)
        logger.addHandler(LoggingHandler(logger_provider=provider))
        logger.warning("한글 warning", extra={"user": 7, "parts": {"a": [1, 2]}})
        try:
            raise ValueError("broken")
        except ValueError:
            logger.exception("it failed")
        assert provider.force_flush()
        provider.shutdown()
        rows = sorted(found(service), key=lambda row: row["message"])
        assert [row["message"] for row in rows] == ["it failed", "한글 warning"], rows
        assert [row["level"] for row in rows] == ["error", "warn"]
        assert rows[0]["attributes"]["exception.type"] == "ValueError"
        assert rows[1]["attributes"]["user"] == 7

with check("python-logging-loki: a line at a time"):
    service = named("loki")
    handler = logging_loki.LokiHandler(
        url=f"{URL}/ingest/loki/loki/api/v1/push",
        tags={"service": service},
        auth=("anybody", TOKEN),
        version="1",
    )
    handler.handleError = lambda record: (_ for _ in ()).throw(AssertionError("the handler gave up the line"))
    logger = logging.getLogger(service)
    logger.propagate = False
    logger.addHandler(handler)
    logger.error("한글 line", extra={"tags": {"step": "fit"}})
    (row,) = eventually(lambda: found(service) or None, "the line")
    assert row["message"] == "한글 line" and row["level"] == "error" and row["attributes"]["step"] == "fit", row
