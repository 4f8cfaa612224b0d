import * as z from "zod";
import { type LogRecord, type Received, recordOfDocument } from "@/lib/log-records";
import { AppError } from "@/lib/platform/errors";
import { problemShape } from "../../listener/error-shape";
import { operation, type Protocol } from "../protocol";
import { jsonOf, LOG_LIMITS, mediaTypeOf, RECEIVES, receive } from "./receive";

const Labels = z.record(z.string(), z.unknown());
const Push = z.object({
  streams: z.array(
    z.object({
      stream: Labels.default({}),
      values: z.array(z.tuple([z.string(), z.string()]).rest(Labels)),
    }),
  ),
});

/** What Promtail, Fluent Bit, pino-loki and their like push. Labels are attributes, or the service, host and level that they name. */
export const lokiProtocol: Protocol = {
  name: "loki",
  prefixes: ["/ingest/loki"],
  authenticate: ["token", "attempt"],
  errorShape: problemShape,
  limits: LOG_LIMITS,
  operations: [
    operation(
      {
        ...RECEIVES,
        path: "/loki/api/v1/push",
        summary: "Streams of lines in Loki's JSON form.",
        description: "The answer, 204 without a body, comes when the records are in the database.",
      },
      async (call) => {
        if (mediaTypeOf(call) === "application/x-protobuf")
          throw new AppError("BAD_REQUEST", "Send application/json; protobuf is not read here.");
        await receive(call, (body, received) => ({
          records: recordsOf(jsonOf(body), received),
          answer: null,
        }));
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
};

function recordsOf(body: unknown, received: Received): LogRecord[] {
  const push = Push.safeParse(body);
  if (!push.success)
    throw new AppError(
      "BAD_REQUEST",
      'The body must be {"streams":[{"stream":{},"values":[["<ns>","line"]]}]}.',
    );
  return push.data.streams.flatMap(({ stream, values }) =>
    values.map(([time, line, ...more]) =>
      recordOfDocument({ ...stream, ...more[0], timestamp: time, message: line }, received),
    ),
  );
}
