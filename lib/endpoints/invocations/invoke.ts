import * as z from "zod";
import { read } from "@/lib/verbs";
import { endpointContract } from "../contract/read-contract";
import { predict } from "../predict";
import { InvocationInput } from "../schema";
import { NOTHING_SENT, type Sent } from "../split/sticky-key";
import { Story } from "../story";
import { rowsOfInvocation } from "./rows";

const InvokeInput = z.strictObject({
  endpoint: z.string().max(300),
  body: InvocationInput,
  sent: z.custom<Sent>().default(NOTHING_SENT),
  /** What the prediction log keeps. */
  story: z.instanceof(Story).optional(),
});

/** Predictions for what MLflow's scoring server is asked; `isTable` when the answer to it is a table too. */
export const invoke = read("predictions:run", InvokeInput, async (ctx, input) => {
  const { endpoint, body, ...more } = input;
  const contract = await endpointContract(ctx, { endpoint });
  const { rows, isTable } = rowsOfInvocation(contract, body);
  const { predictions } = await predict(ctx, { endpoint, body: { instances: rows }, ...more });
  return { predictions, isTable };
});
