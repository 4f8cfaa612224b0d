import * as z from "zod";
import { acceptPrediction, cancelAsyncPrediction, getAsyncPrediction } from "@/lib/batch-predictions";
import { AsyncAccepted, AsyncPredictionView } from "@/lib/batch-predictions/schema";
import { predict } from "@/lib/endpoints";
import { PredictionAnswer, PredictionInput } from "@/lib/endpoints/schema";
import { giveFeedback } from "@/lib/predictions";
import { FeedbackAnswer, FeedbackInput } from "@/lib/predictions/schema";
import { operation, type Protocol } from "../protocol";
import { countAsked } from "./count";
import { documents } from "./documents";
import { fastapiShape, PredictError } from "./error-shape";
import { logged } from "./logged";
import { parseRows } from "./parse-body";
import { sentWith } from "./sent";
import { streamResult } from "./stream-result";

const MIB = 1024 * 1024;

const Result = z.object({ endpoint: z.string(), prediction_id: z.string() });
const asking = { scope: "predictions:run", orAttempt: true, params: Result } as const;
const refOf = ({ endpoint, prediction_id }: z.infer<typeof Result>) => ({ endpoint, id: prediction_id });

/** Rows of JSON in, predictions out, with the errors of FastAPI. */
export const predictProtocol: Protocol = {
  name: "predict",
  prefixes: ["/predict"],
  // The console's playground and Swagger UI ask with the cookie of the person who looks at them.
  authenticate: ["token", "attempt", "session", "page"],
  errorShape: fastapiShape,
  errorSchema: PredictError,
  limits: { bodyBytes: 16 * MIB, decompressedBytes: 32 * MIB, inFlight: 512, timeoutMs: 60_000 },
  parseBody: parseRows,
  onAnswered: countAsked,
  operations: [
    ...documents,
    operation(
      {
        method: "POST",
        path: "/{endpoint}",
        scope: "predictions:run",
        orAttempt: true,
        summary: "A prediction for each row.",
        description:
          "`instances` has up to 1,000 rows, or fewer where the endpoint says so. A row is an object by the names of the model's signature, or an array in their order; a model of tensors takes an array of the input's shape without its first dimension. Nothing is converted. `predictions` has an object for each row, by the names of the model's outputs; NaN is null there and stands among `warnings`. With `mode=async` the answer is 202 with an id, and the result is read below `/results/{id}` for 24 hours, or sent by the webhook named; an Idempotency-Key makes a second request the first.",
        params: z.object({ endpoint: z.string() }),
        query: z.object({
          mode: z.enum(["sync", "async"]).optional(),
          webhook: z.string().max(100).optional(),
        }),
        body: PredictionInput,
        example: { instances: [{ distance: 1_250, hour: 17 }] },
        reply: z.union([PredictionAnswer, AsyncAccepted]),
      },
      async (call) => {
        const { ctx, params, query, body, request, reply } = call;
        if (query.mode !== "async")
          return logged("predict", call, (story) =>
            predict(ctx, { endpoint: params.endpoint, body, sent: sentWith(request), story }),
          );
        const key = request.headers["idempotency-key"];
        const { id, endpoint, state, expires_at } = await acceptPrediction(ctx, {
          ...{ endpoint: params.endpoint, body },
          ...(query.webhook !== undefined && { webhook: query.webhook }),
          ...(typeof key === "string" && { idempotency: key }),
        });
        const address = `/predict/${encodeURIComponent(endpoint)}/results/${id}`;
        return reply.code(202).header("location", address).send({ id, endpoint, state, expires_at });
      },
    ),
    operation(
      {
        method: "POST",
        path: "/{endpoint}/feedback",
        scope: "predictions:run",
        orAttempt: true,
        summary: "What came true, for predictions that this endpoint made.",
        description:
          "Up to 1,000 labels, each for one row of a prediction by the id that its answer has. They may be sent again: `repeated` changed nothing, `replaced` had another label before. `pending`: the prediction is not in the log and less than an hour old; the label joins it when it is written. `unknown`: the log does not have it, because of its sample, its retention, or another endpoint; nothing is kept. `no_such_row`: the request had fewer rows.",
        params: z.object({ endpoint: z.string() }),
        body: FeedbackInput,
        example: {
          feedback: [{ prediction_id: "pred_01KB7M3Q5X0000000000000000", row: 0, label: 1 }],
        },
        reply: FeedbackAnswer,
      },
      ({ ctx, params, body }) => giveFeedback(ctx, { endpoint: params.endpoint, ...body }),
    ),
    operation(
      {
        ...asking,
        method: "GET",
        path: "/{endpoint}/results/{prediction_id}",
        summary:
          "A prediction that was asked for with mode=async: its state, and its result when it has one.",
        description:
          "With `Accept: text/event-stream` the line stays open until it has ended: an event `state` for each change. Only who asked finds it.",
        reply: AsyncPredictionView,
        streams: ["text/event-stream"],
        takesLong: true,
      },
      ({ ctx, params, request, reply }) =>
        request.headers.accept?.includes("text/event-stream")
          ? streamResult(ctx, refOf(params), reply)
          : getAsyncPrediction(ctx, refOf(params)),
    ),
    operation(
      {
        ...asking,
        method: "DELETE",
        path: "/{endpoint}/results/{prediction_id}",
        summary:
          "Give up a prediction that was asked for with mode=async. One that has ended stays as it is.",
        reply: AsyncPredictionView,
      },
      ({ ctx, params }) => cancelAsyncPrediction(ctx, refOf(params)),
    ),
  ],
};
