import * as z from "zod";
import { predict } from "@/lib/endpoints";
import { PredictionAnswer, PredictionInput } from "@/lib/endpoints/schema";
import { operation, type Protocol } from "../protocol";
import { fastapiShape, PredictError } from "./error-shape";
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
      ({ ctx, params, body, request }) =>
        predict(ctx, { endpoint: params.endpoint, body, sent: sentWith(request) }),
    ),
  ],
};
