import * as z from "zod";
import { type LogRecord, type Received, recordOfDocument } from "@/lib/log-records";
import { AppError } from "@/lib/platform/errors";
import { refuseTooMany } from "./body-text";
import { documentOf } from "./lines";
import { readLabels } from "./loki-labels";
import { type Message, readProtobuf } from "./protobuf";

const Labels = z.record(z.string(), z.unknown());
const PushInJson = z.object({
  streams: z.array(
    z.object({
      stream: Labels.default({}),
      values: z.array(z.tuple([z.string(), z.string()]).rest(Labels)),
    }),
  ),
});
type Push = z.output<typeof PushInJson>;

/** logproto.PushRequest. */
const PUSH: Message = {
  1: {
    name: "streams",
    many: true,
    kind: () => ({
      1: { name: "labels", kind: "text" },
      2: { name: "entries", kind: () => ENTRY, many: true },
    }),
  },
};
const PAIR: Message = { 1: { name: "name", kind: "text" }, 2: { name: "value", kind: "text" } };
const ENTRY: Message = {
  1: {
    name: "timestamp",
    kind: () => ({ 1: { name: "seconds", kind: "int64" }, 2: { name: "nanos", kind: "int32" } }),
  },
  2: { name: "line", kind: "text" },
  3: { name: "structuredMetadata", kind: () => PAIR, many: true },
};
const PushInProtobuf = z.object({
  streams: z
    .array(
      z.object({
        labels: z.string().default("{}"),
        entries: z
          .array(
            z.object({
              timestamp: z
                .object({
                  seconds: z.string().default("0"),
                  nanos: z.int().min(0).max(999_999_999).default(0),
                })
                .default({ seconds: "0", nanos: 0 }),
              line: z.string().default(""),
              structuredMetadata: z
                .array(z.object({ name: z.string().default(""), value: z.string().default("") }))
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export function pushOfJson(body: unknown): Push {
  const push = PushInJson.safeParse(body);
  if (push.success) return push.data;
  throw new AppError(
    "BAD_REQUEST",
    'The body must be {"streams":[{"stream":{},"values":[["<ns>","line"]]}]}.',
  );
}

/** The same push as its JSON form has it. */
export function pushOfProtobuf(bytes: Uint8Array): Push {
  const push = PushInProtobuf.safeParse(readProtobuf(bytes, PUSH));
  if (!push.success) throw new AppError("BAD_REQUEST", "The body is not a PushRequest of Loki.");
  const streams = push.data.streams.map(({ labels, entries }) => {
    const stream = readLabels(labels);
    if (!stream) throw new AppError("BAD_REQUEST", 'Labels must be written as {name="value"}.');
    const values = entries.map(
      ({ timestamp, line, structuredMetadata }): Push["streams"][number]["values"][number] => [
        `${timestamp.seconds}${String(timestamp.nanos).padStart(9, "0")}`,
        line,
        Object.fromEntries(structuredMetadata.map(({ name, value }) => [name, value])),
      ],
    );
    return { stream, values };
  });
  return { streams };
}

/** A line that is a document with a message, as loggers of JSON push it, is that document. */
export function recordsOfPush({ streams }: Push, received: Received): LogRecord[] {
  refuseTooMany(streams.reduce((sum, { values }) => sum + values.length, 0));
  return streams.flatMap(({ stream, values }) =>
    values.map(([timestamp, line, metadata]) => {
      const document = documentOf(line);
      const said = document && hasMessage(document) ? document : { message: line };
      return recordOfDocument({ ...said, ...stream, ...metadata, timestamp }, received);
    }),
  );
}

function hasMessage(document: Record<string, unknown>): boolean {
  return ["message", "msg"].some((name) => typeof document[name] === "string");
}
