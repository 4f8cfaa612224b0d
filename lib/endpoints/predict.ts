import * as z from "zod";
import { read } from "@/lib/verbs";
import { givenFor } from "./features/join";
import { decodeRows } from "./rows/decode";
import { encodeRows } from "./rows/encode";
import { refuseAt } from "./rows/faults";
import { PredictionInput } from "./schema";
import { liveModel } from "./serving/live";
import { withRoom } from "./serving/room";
import { routingOf } from "./serving/routing";
import { mirror } from "./shadow/mirror";
import { chooseSlot } from "./split/choose-slot";
import { columnOfRows, NOTHING_SENT, type Sent } from "./split/sticky-key";

const PredictInput = z.strictObject({
  endpoint: z.string().max(300),
  body: PredictionInput,
  sent: z.custom<Sent>().default(NOTHING_SENT),
});

/** Rows in, a prediction for each out. */
export const predict = read("predictions:run", PredictInput, async (ctx, { endpoint: name, body, sent }) => {
  const { instances } = body;
  const routing = await routingOf(ctx.db, name);
  const { endpoint } = routing;
  if (instances.length > endpoint.maxRows)
    refuseAt(
      ["instances"],
      "too_long",
      `List should have at most ${endpoint.maxRows} items after validation, not ${instances.length}`,
    );
  const slot = chooseSlot(routing, sent, columnOfRows(instances));
  const live = await liveModel(ctx, routing, slot);
  const { variant, version, model } = live;
  return withRoom(endpoint, async () => {
    const given = await givenFor(ctx, endpoint, instances);
    const run = {
      feeds: encodeRows(model.form, given.rowsFor(model.form)),
      outputs: model.ports.outputs.map(({ name }) => name),
    };
    const rows = instances.length;
    const began = performance.now();
    const outputs = await model.ask({ run, rows, deadlineMs: endpoint.deadlineMs });
    const tookMs = performance.now() - began;
    const feedsFor = ({ form }: typeof model) => encodeRows(form, given.rowsFor(form));
    mirror(ctx, routing, { live, feedsFor, outputs, rows, tookMs });
    const { predictions, warnings: lost } = decodeRows(outputs, rows);
    const warnings = [...given.warnings, ...lost];
    return {
      predictions,
      model: { name: version.name, version: version.version },
      variant: variant.name,
      ...(warnings.length > 0 && { warnings }),
    };
  });
});
