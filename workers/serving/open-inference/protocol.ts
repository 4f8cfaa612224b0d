import * as z from "zod";
import { describeEndpoint, InferAnswer, InferInput, infer, ModelAnswer } from "@/lib/endpoints";
import { countAsked } from "../predict/count";
import { logged } from "../predict/logged";
import { parseRows } from "../predict/parse-body";
import { sentWith } from "../predict/sent";
import { operation, type Protocol } from "../protocol";
import { OpenInferenceError, openInferenceShape } from "./error-shape";

const MIB = 1024 * 1024;
const endpoint = z.object({ endpoint: z.string() });
const atVersion = endpoint.extend({ version: z.string() });
const example = { inputs: [{ name: "features", shape: [1, 3], datatype: "FP32", data: [0.1, 0.2, 0.3] }] };
const Ready = z.object({ name: z.string(), ready: z.boolean() });

/** The Open Inference Protocol, version 2: endpoints are its models, and their versions those of the registered model. */
export const openInferenceProtocol: Protocol = {
  name: "open inference",
  prefixes: ["/v2"],
  authenticate: ["token", "attempt"],
  errorShape: openInferenceShape,
  errorSchema: OpenInferenceError,
  limits: { bodyBytes: 16 * MIB, decompressedBytes: 32 * MIB, inFlight: 512, timeoutMs: 60_000 },
  parseBody: parseRows,
  onAnswered: countAsked,
  operations: [
    operation(
      {
        method: "GET",
        path: "/",
        scope: "public",
        summary: "The server, as the protocol names it.",
        reply: z.object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) }),
      },
      async () => ({ name: "gwanje", version: "2", extensions: [] }),
    ),
    operation(
      {
        method: "GET",
        path: "/health/live",
        scope: "public",
        summary: "Whether this process is there.",
        reply: z.object({ live: z.boolean() }),
      },
      async () => ({ live: true }),
    ),
    operation(
      {
        method: "GET",
        path: "/health/ready",
        scope: "public",
        summary: "Whether this process answers; 503 while it stops.",
        description: "Under the name of the protocol's text and that of its servers.",
        reply: z.object({ live: z.boolean(), ready: z.boolean() }),
      },
      async () => ({ live: true, ready: true }),
    ),
    operation(
      {
        method: "GET",
        path: "/models/{endpoint}",
        scope: "predictions:run",
        orAttempt: true,
        summary: "What an endpoint takes and gives; -1 is any length.",
        params: endpoint,
        reply: ModelAnswer,
      },
      ({ ctx, params }) => describeEndpoint(ctx, params),
    ),
    operation(
      {
        method: "GET",
        path: "/models/{endpoint}/versions/{version}",
        scope: "predictions:run",
        orAttempt: true,
        summary: "The same, of this version; 404 when no variant answers with it.",
        params: atVersion,
        reply: ModelAnswer,
      },
      ({ ctx, params }) => describeEndpoint(ctx, params),
    ),
    operation(
      {
        method: "GET",
        path: "/models/{endpoint}/ready",
        scope: "predictions:run",
        orAttempt: true,
        summary:
          "Whether the endpoint's model is warm; it is loaded when it is not. An error says why it cannot be.",
        params: endpoint,
        reply: Ready,
      },
      async ({ ctx, params }) => ({ name: (await describeEndpoint(ctx, params)).name, ready: true }),
    ),
    operation(
      {
        method: "POST",
        path: "/models/{endpoint}/infer",
        scope: "predictions:run",
        orAttempt: true,
        summary: "Tensors in, tensors out.",
        description:
          "Each input of the model once, in its own datatype and shape, its data nested or flat. `id` comes back. NaN among the answers is null, and counted in `parameters.not_finite`.",
        params: endpoint,
        body: InferInput,
        example,
        reply: InferAnswer,
      },
      (call) =>
        logged("open_inference", call, (story) =>
          infer(call.ctx, { ...call.params, body: call.body, sent: sentWith(call.request), story }),
        ),
    ),
    operation(
      {
        method: "POST",
        path: "/models/{endpoint}/versions/{version}/infer",
        scope: "predictions:run",
        orAttempt: true,
        summary: "The same, by this version, whatever its share; 404 when no variant answers with it.",
        params: atVersion,
        body: InferInput,
        example,
        reply: InferAnswer,
      },
      (call) =>
        logged("open_inference", call, (story) =>
          infer(call.ctx, { ...call.params, body: call.body, sent: sentWith(call.request), story }),
        ),
    ),
  ],
};
