import { operation, type Protocol } from "../protocol";
import { jsonOf } from "./body-text";
import { pushOfJson, pushOfProtobuf, recordsOfPush } from "./loki-push";
import { mediaTypeOf, RECEIVES, type Receiver } from "./receive";
import { inflateSnappy } from "./snappy";
import { textShape } from "./text-shape";

/** What Promtail, Alloy, Fluent Bit, pino-loki and their like push. Labels are attributes, or the service, host and level that they name. */
export const lokiProtocol = ({ limits, receive }: Receiver): Protocol => ({
  name: "loki",
  prefixes: ["/ingest/loki"],
  authenticate: ["token", "attempt"],
  // Loki's own answers are sentences too: its clients write them into their own logs.
  errorShape: textShape(),
  limits,
  operations: [
    operation(
      {
        ...RECEIVES,
        path: "/loki/api/v1/push",
        summary: "Streams of lines in Loki's form, as JSON or as protobuf in a snappy block.",
        description:
          "Content-Type application/x-protobuf says protobuf. Structured metadata are attributes. The answer, 204 without a body, comes when the records are in the database.",
      },
      async (call) => {
        const isProtobuf = mediaTypeOf(call) === "application/x-protobuf";
        await receive(
          call,
          (body, received) => {
            const push = isProtobuf
              ? pushOfProtobuf(inflateSnappy(body, limits.decompressedBytes))
              : pushOfJson(jsonOf(body));
            return { records: recordsOfPush(push, received), answer: null };
          },
          // Clients that say so mean the block that protobuf always comes in.
          isProtobuf ? "snappy" : undefined,
        );
      },
    ),
    operation(
      {
        method: "GET",
        path: "/ready",
        scope: "public",
        streams: ["text/plain"],
        summary: "ready, for Loki's clients.",
      },
      async ({ reply }) => reply.type("text/plain").send("ready"),
    ),
  ],
});
