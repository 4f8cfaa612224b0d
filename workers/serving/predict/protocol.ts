import * as z from "zod";
import { predict } from "@/lib/endpoints";
import { PredictionAnswer, PredictionInput } from "@/lib/endpoints/schema";
import { giveFeedback } from "@/lib/predictions";
import { FeedbackAnswer, FeedbackInput } from "@/lib/predictions/schema";
import { operation, type Protocol } from "../protocol";
import { fastapiShape, PredictError } from "./error-shape";
import { logged } from "./logged";
import { parseRows } from "./parse-body";
import { sentWith } from "./sent";

const MIB = 1024 * 1024;

/** Rows of JSON in, predictions out, with the errors of FastAPI. */
export const predictProtocol: Protocol = {
  name: "predict",
  prefixes: ["/predict"],
  authenticate: ["token", "attempt"],
  errorShape: fastapiShape,
  errorSchema: PredictError,
  limits: { bodyBytes: 16 * MIB, decompressedBytes: 32 * MIB, inFlight: 512, timeoutMs: 60_000 },
  parseBody: parseRows,
  operations: [
    operation(
      {
        method: "POST",
        path: "/{endpoint}",
        scope: "predictions:run",
        orAttempt: true,
        summary: "A prediction for each row.",
        description:
          "`instances` has up to 1,000 rows, or fewer where the endpoint says so. A row is an object by the names of the model's signature, or an array in their order; a model of tensors takes an array of the input's shape without its first dimension. Nothing is converted. `predictions` has an object for each row, by the names of the model's outputs; NaN is null there and stands among `warnings`.",
        params: z.object({ endpoint: z.string() }),
        body: PredictionInput,
        example: { instances: [{ distance: 1_250, hour: 17 }] },
        reply: PredictionAnswer,
      },
      (call) =>
        logged("predict", call, (story) =>
          predict(call.ctx, {
            endpoint: call.params.endpoint,
            body: call.body,
            sent: sentWith(call.request),
            story,
          }),
        ),
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
  ],
};
