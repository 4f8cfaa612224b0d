import * as z from "zod";
import { STATUS } from "@/lib/http/problem";
import type { ErrorCode } from "@/lib/platform/errors";
import type { ErrorShape } from "../../listener/error-shape";
import { operation, type Protocol } from "../protocol";
import { jsonOf } from "./body-text";
import { recordsOfLogs } from "./otlp-logs";
import { logsOfProtobuf, statusBytes } from "./otlp-protobuf";
import { mediaTypeOf, RECEIVES, type Receiver } from "./receive";

const PROTOBUF = "application/x-protobuf";

/** Codes of google.rpc.Status; what is not named is an argument that is not valid. */
const CODE: Readonly<Partial<Record<ErrorCode, number>>> = {
  FORBIDDEN: 7,
  NOT_FOUND: 5,
  METHOD_NOT_ALLOWED: 12,
  TOO_LARGE: 8,
  RATE_LIMITED: 8,
  UNAUTHENTICATED: 16,
  UNAVAILABLE: 14,
};
const INVALID_ARGUMENT = 3;
const INTERNAL = 13;

const OtlpStatus = z.object({ code: z.int(), message: z.string() }).meta({ id: "OtlpStatus" });

/** A Status in the encoding of the request, as OTLP asks. */
const otlpShape: ErrorShape = (error, { id, mediaType }) => {
  const status = error ? STATUS[error.code] : 500;
  const code = error ? (CODE[error.code] ?? INVALID_ARGUMENT) : INTERNAL;
  const message = error ? error.message : `Something went wrong on the server: ${id}`;
  if (mediaType !== PROTOBUF) return { status, body: { code, message } };
  return { status, headers: { "content-type": PROTOBUF }, body: statusBytes(code, message) };
};

/** OpenTelemetry's logs over HTTP, as JSON or as protobuf. */
export const otlpProtocol = ({ limits, receive }: Receiver): Protocol => ({
  name: "otlp",
  prefixes: ["/ingest/otlp"],
  authenticate: ["token", "attempt"],
  errorShape: otlpShape,
  errorSchema: OtlpStatus,
  limits,
  operations: [
    operation(
      {
        ...RECEIVES,
        path: "/v1/logs",
        summary: "Log records of OpenTelemetry, as JSON or as protobuf.",
        description:
          "Attributes of the resource and of the record are attributes; service.name and host.name are known. Content-Type application/x-protobuf says protobuf, and is that of the answer.",
        reply: z.object({}),
      },
      async (call) => {
        const isProtobuf = mediaTypeOf(call) === PROTOBUF;
        const answer = await receive(call, (body, received) => ({
          records: recordsOfLogs(isProtobuf ? logsOfProtobuf(body) : jsonOf(body), received),
          answer: {},
        }));
        // Nothing was refused, which is a message without a field.
        return isProtobuf ? call.reply.type(PROTOBUF).send(Buffer.alloc(0)) : answer;
      },
    ),
  ],
});
