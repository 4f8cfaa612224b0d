import * as z from "zod";
import { read } from "@/lib/verbs";
import { decodeRows } from "./rows/decode";
import { encodeRows } from "./rows/encode";
import { refuseAt } from "./rows/faults";
import { PredictionInput } from "./schema";
import { liveModel } from "./serving/live";
import { withRoom } from "./serving/room";

const PredictInput = z.strictObject({ endpoint: z.string().max(300), body: PredictionInput });

/** Rows in, a prediction for each out. */
export const predict = read("predictions:run", PredictInput, async (ctx, { endpoint: name, body }) => {
  const { endpoint, version, model } = await liveModel(ctx, name);
  const { instances } = body;
  if (instances.length > endpoint.maxRows)
    refuseAt(
      ["instances"],
      "too_long",
      `List should have at most ${endpoint.maxRows} items after validation, not ${instances.length}`,
    );
  return withRoom(endpoint, async () => {
    const run = {
      feeds: encodeRows(model.form, instances),
      outputs: model.ports.outputs.map(({ name }) => name),
    };
    const outputs = await model.ask({ run, rows: instances.length, deadlineMs: endpoint.deadlineMs });
    const { predictions, warnings } = decodeRows(outputs, instances.length);
    return {
      predictions,
      model: { name: version.name, version: version.version },
      ...(warnings.length > 0 && { warnings }),
    };
  });
});
