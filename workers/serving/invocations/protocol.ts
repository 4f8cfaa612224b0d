import * as z from "zod";
import { endpointContract, invoke } from "@/lib/endpoints";
import { InvocationAnswer, InvocationInput } from "@/lib/endpoints/schema";
import { MlflowError } from "../mlflow/error-shape";
import { SPOKEN_VERSION } from "../mlflow/server";
import { countAsked } from "../predict/count";
import { logged } from "../predict/logged";
import { sentWith } from "../predict/sent";
import { type Call, operation, type Protocol } from "../protocol";
import { invocationsShape } from "./error-shape";
import { parseInvocation } from "./parse-body";

const MIB = 1024 * 1024;
const params = z.object({ endpoint: z.string() });
const asking = {
  method: "POST",
  scope: "predictions:run",
  orAttempt: true,
  params,
  body: InvocationInput,
  example: { dataframe_split: { columns: ["distance", "hour"], data: [[1_250, 17]] } },
  reply: InvocationAnswer,
} as const;
const sign = {
  method: "GET",
  scope: "predictions:run",
  orAttempt: true,
  params,
  streams: ["text/plain"],
} as const;

/** Each endpoint as one of MLflow's scoring servers, whose address is /invocations/{endpoint}. */
export const invocationsProtocol: Protocol = {
  name: "mlflow scoring",
  prefixes: ["/invocations"],
  authenticate: ["token", "attempt"],
  errorShape: invocationsShape,
  errorSchema: MlflowError,
  limits: { bodyBytes: 16 * MIB, decompressedBytes: 32 * MIB, inFlight: 512, timeoutMs: 60_000 },
  parseBody: parseInvocation,
  onAnswered: countAsked,
  operations: [
    operation(
      {
        ...asking,
        path: "/{endpoint}",
        summary: "Predictions for rows as MLflow's clients send them.",
        description:
          "Exactly one of `dataframe_split`, `dataframe_records`, `instances` and `inputs`, or a text/csv with a header. Columns go by their names, others are left out, and texts are cast to the types of the signature; what a cast would change is refused.",
      },
      answer,
    ),
    operation(
      {
        ...asking,
        path: "/{endpoint}/invocations",
        summary: "The same, where MLflow's clients look for it below the address of a server.",
      },
      answer,
    ),
    ...(["/{endpoint}/ping", "/{endpoint}/health"] as const).map((path) =>
      operation(
        { ...sign, path, summary: "200 when the model is loaded; it is when it was not." },
        async ({ ctx, params, reply }) => {
          await endpointContract(ctx, params);
          return reply.type("text/plain").send("\n");
        },
      ),
    ),
    operation(
      {
        ...sign,
        path: "/{endpoint}/version",
        summary: "The version of MLflow's protocol that is spoken here.",
      },
      async ({ reply }) => reply.type("text/plain").send(SPOKEN_VERSION),
    ),
  ],
};

/** A table for a table, and a list by output for tensors. */
async function answer(call: Call<typeof asking>) {
  const { ctx, params, body, request } = call;
  const { predictions, isTable } = await logged("invocations", call, (story) =>
    invoke(ctx, { ...params, body, sent: sentWith(request), story }),
  );
  if (isTable) return { predictions };
  const names = Object.keys(predictions[0] ?? {});
  return {
    predictions: Object.fromEntries(names.map((name) => [name, predictions.map((one) => one[name])])),
  };
}
