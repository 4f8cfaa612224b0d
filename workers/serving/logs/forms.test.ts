import { compress } from "snappyjs";
import { describe, expect, it, test } from "vitest";
import { pushOfJson, pushOfProtobuf, recordsOfPush } from "./loki-push";
import { recordsOfLogs } from "./otlp-logs";
import { logsOfProtobuf } from "./otlp-protobuf";
import { readProtobuf } from "./protobuf";
import { inflateSnappy } from "./snappy";
import { type Field, message } from "./testing";

const NOW_US = Date.parse("2026-11-29T01:00:00Z") * 1_000;
const RECEIVED = { nowUs: NOW_US, keptUs: 14 * 86_400_000_000 };
const NS = "1795914000123456789";
const [SECONDS, NANOS] = [1_795_914_000, 123_456_789];

describe("Loki's push is the same records as JSON and as protobuf", () => {
  const entry = (line: string, ...more: Field[]) =>
    message([1, message([1, { whole: SECONDS }], [2, { whole: NANOS }])], [2, line], ...more);
  type Json = { streams: { stream: object; values: unknown[] }[] };
  test.each<[string, Json, Uint8Array[]]>([
    ["nothing", { streams: [] }, []],
    [
      "labels that name what is known, and others",
      { streams: [{ stream: { job: "web", level: "WARN", env: 'a"b' }, values: [[NS, "a line"]] }] },
      [message([1, String.raw`{job="web", level="WARN", env="a\"b"}`], [2, entry("a line")])],
    ],
    [
      "structured metadata, and a stream with many lines",
      {
        streams: [
          {
            stream: { service: "s" },
            values: [
              [NS, "한글", { trace_id: "t", user: "7" }],
              [NS, ""],
            ],
          },
          { stream: {}, values: [[NS, "other"]] },
        ],
      },
      [
        message(
          [1, '{service="s"}'],
          [2, entry("한글", [3, message([1, "trace_id"], [2, "t"])], [3, message([1, "user"], [2, "7"])])],
          [2, entry("")],
          // hash
          [3, { whole: 12_345 }],
        ),
        message([1, "{}"], [2, entry("other")]),
      ],
    ],
  ])("%s", (_, json, streams) => {
    const expected = recordsOfPush(pushOfJson(json), RECEIVED);
    const block = compress(Buffer.from(message(...streams.map((one): Field => [1, one]))));
    expect(recordsOfPush(pushOfProtobuf(inflateSnappy(block, 10_000)), RECEIVED)).toEqual(expected);
    expect(expected).toHaveLength(json.streams.flatMap(({ values }) => values).length);
    for (const { us } of expected) expect(us).toBe(1_795_914_000_123_456);
  });

  it.each(["{job=}", "job"])("refuses labels that are %s", (labels) => {
    const push = message([1, message([1, labels])]);
    expect(() => pushOfProtobuf(push)).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
  });
});

describe("OpenTelemetry's logs are the same records as JSON and as protobuf", () => {
  const text = (value: string) => message([1, value]);
  const pair = (key: string, value: Uint8Array) => message([1, key], [2, value]);
  const logs = (resource: Uint8Array, ...records: Uint8Array[]) =>
    message([
      1,
      message(
        [1, resource],
        [2, message([1, message([1, "lib"], [2, "1.0"])], ...records.map((one): Field => [2, one]))],
        [3, "https://opentelemetry.io/schemas/1.0"],
      ),
    ]);
  const inJson = (attributes: unknown[], ...logRecords: unknown[]) => ({
    resourceLogs: [
      { resource: { attributes }, scopeLogs: [{ scope: { name: "lib", version: "1.0" }, logRecords }] },
    ],
  });
  test.each([
    ["nothing", {}, message()],
    [
      "a record with everything",
      inJson([{ key: "service.name", value: { stringValue: "svc" } }], {
        timeUnixNano: NS,
        observedTimeUnixNano: "1",
        severityNumber: 17,
        severityText: "ERROR",
        body: { stringValue: "broken" },
        traceId: "0af7651916cd43dd8448eb211c80319c",
        spanId: "b7ad6b7169203331",
        eventName: "it.happened",
        attributes: [{ key: "code.line", value: { intValue: "12" } }],
      }),
      logs(
        message([1, pair("service.name", text("svc"))]),
        message(
          [1, { fixed: BigInt(NS) }],
          [11, { fixed: 1n }],
          [2, { whole: 17 }],
          [3, "ERROR"],
          [5, text("broken")],
          [9, Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex")],
          [10, Buffer.from("b7ad6b7169203331", "hex")],
          [12, "it.happened"],
          [6, pair("code.line", message([3, { whole: 12 }]))],
        ),
      ),
    ],
    [
      "every kind of value",
      inJson([], {
        observedTimeUnixNano: NS,
        severityText: "warn",
        attributes: [
          { key: "text", value: { stringValue: "" } },
          { key: "yes", value: { boolValue: true } },
          { key: "no", value: { boolValue: false } },
          { key: "less", value: { intValue: "-5" } },
          { key: "large", value: { intValue: "9007199254740993" } },
          { key: "real", value: { doubleValue: 1.5 } },
          { key: "bytes", value: { bytesValue: "AP8=" } },
          {
            key: "list",
            value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: "1" }, { arrayValue: {} }] } },
          },
          {
            key: "map",
            value: { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }, { key: "n" }] } },
          },
          { key: "none", value: {} },
          { key: "nothing" },
        ],
      }),
      logs(
        message(),
        message(
          [11, { fixed: BigInt(NS) }],
          [3, "warn"],
          [6, pair("text", text(""))],
          [6, pair("yes", message([2, true]))],
          [6, pair("no", message([2, false]))],
          [6, pair("less", message([3, { whole: -5 }]))],
          [6, message([1, "large"], [2, message([3, { whole: 0 }])], [2, largeValue()])],
          [6, pair("real", message([4, { real: 1.5 }]))],
          [6, pair("bytes", message([7, new Uint8Array([0, 255])]))],
          [
            6,
            pair(
              "list",
              message([
                5,
                message([1, text("a")], [1, message([3, { whole: 1 }])], [1, message([5, message()])]),
              ]),
            ),
          ],
          [6, pair("map", message([6, message([1, pair("a", text("b"))], [1, message([1, "n"])])]))],
          [6, pair("none", message())],
          [6, message([1, "nothing"])],
          // What later versions add is skipped.
          [99, "later"],
        ),
      ),
    ],
    [
      "a body that is a map",
      inJson([], { body: { kvlistValue: { values: [{ key: "a", value: { intValue: "1" } }] } } }),
      logs(message(), message([5, message([6, message([1, pair("a", message([3, { whole: 1 }]))])])])),
    ],
  ])("%s", (_, json, bytes) => {
    expect(recordsOfLogs(logsOfProtobuf(bytes), RECEIVED)).toEqual(recordsOfLogs(json, RECEIVED));
  });

  /** 2^53 + 1, which no number of JavaScript is. */
  function largeValue(): Uint8Array {
    return new Uint8Array([0x18, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]);
  }
});

describe("protobuf is refused that", () => {
  const nested = (levels: number) => {
    let value = message([1, "end"]);
    for (let level = 0; level < levels; level += 1) value = message([5, message([1, value])]);
    return message([1, message([2, message([2, message([5, value])])])]);
  };
  test.each([
    ["ends within a value", new Uint8Array([0x0a, 5, 1])],
    ["ends within a tag", new Uint8Array([0x80])],
    ["has a part longer than itself", new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ["has a part that reads into the next", new Uint8Array([0x0a, 2, 0x12, 5, 0, 0, 0, 0, 0])],
    ["has a field 0", new Uint8Array([0x02, 0])],
    ["nests without end", nested(60)],
    ["nests unknown groups without end", new Uint8Array(1_000_000).fill(0x7b)],
    ["is text", Buffer.from('{"resourceLogs":[]}')],
  ])("%s", (_, bytes) => {
    expect(() => logsOfProtobuf(bytes)).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
  });

  test("has millions of parts", () => {
    const many = new Uint8Array(2 * 2_000_001).map((_, at) => (at % 2 === 0 ? 0x0a : 0));
    const list = { 1: { name: "values", kind: () => ({}), many: true } } as const;
    expect(() => readProtobuf(many, list)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });

  test("but not what is deeper than an attribute may be", () => {
    expect(recordsOfLogs(logsOfProtobuf(nested(20)), RECEIVED)).toHaveLength(1);
  });
});
