import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type Message, readProtobuf } from "./protobuf";

/** opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest, as far as a record is made of it. */
const VALUE: Message = {
  1: { name: "stringValue", kind: "text" },
  2: { name: "boolValue", kind: "bool" },
  3: { name: "intValue", kind: "int64" },
  4: { name: "doubleValue", kind: "double" },
  5: { name: "arrayValue", kind: () => ({ 1: { name: "values", kind: () => VALUE, many: true } }) },
  6: { name: "kvlistValue", kind: () => ({ 1: { name: "values", kind: () => ATTRIBUTE, many: true } }) },
  7: { name: "bytesValue", kind: "base64" },
};
const ATTRIBUTE: Message = { 1: { name: "key", kind: "text" }, 2: { name: "value", kind: () => VALUE } };
const RECORD: Message = {
  1: { name: "timeUnixNano", kind: "fixed64" },
  2: { name: "severityNumber", kind: "int32" },
  3: { name: "severityText", kind: "text" },
  5: { name: "body", kind: () => VALUE },
  6: { name: "attributes", kind: () => ATTRIBUTE, many: true },
  9: { name: "traceId", kind: "hex" },
  10: { name: "spanId", kind: "hex" },
  11: { name: "observedTimeUnixNano", kind: "fixed64" },
  12: { name: "eventName", kind: "text" },
};
const SCOPE_LOGS: Message = {
  1: { name: "scope", kind: () => ({ 1: { name: "name", kind: "text" } }) },
  2: { name: "logRecords", kind: () => RECORD, many: true },
};
const RESOURCE_LOGS: Message = {
  1: { name: "resource", kind: () => ({ 1: { name: "attributes", kind: () => ATTRIBUTE, many: true } }) },
  2: { name: "scopeLogs", kind: () => SCOPE_LOGS, many: true },
};
const LOGS: Message = { 1: { name: "resourceLogs", kind: () => RESOURCE_LOGS, many: true } };

export function logsOfProtobuf(bytes: Uint8Array): unknown {
  return readProtobuf(bytes, LOGS);
}

/** google.rpc.Status, which OTLP answers errors with. */
export function statusBytes(code: number, message: string): Buffer {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(code).tag(2, WireType.LengthDelimited).string(message);
  return Buffer.from(writer.finish());
}
