import * as z from "zod";
import { read } from "@/lib/verbs";
import { givenFor } from "./features/join";
import { joinedFeatures } from "./features/joined-story";
import { decodeRows } from "./rows/decode";
import { encodeRows } from "./rows/encode";
import { refuseAt } from "./rows/faults";
import { PredictionInput } from "./schema";
import { liveModel } from "./serving/live";
import { withRoom } from "./serving/room";

import { routingOf } from "./serving/routing";
import { tellerOf } from "./serving/teller";
import { mirror } from "./shadow/mirror";
import { chooseSlot } from "./split/choose-slot";
import { columnOfRows, NOTHING_SENT, type Sent } from "./split/sticky-key";
import { Story } from "./story";

const PredictInput = z.strictObject({
  endpoint: z.string().max(300),
  body: PredictionInput,
  sent: z.custom<Sent>().default(NOTHING_SENT),
  /** What the prediction log keeps. */
  story: z.instanceof(Story).optional(),
});

/** Rows in, a prediction for each out. */
export const predict = read("predictions:run", PredictInput, async (ctx, input) => {
  const { endpoint: name, sent } = input;
  const { instances } = input.body;
  const story = input.story ?? new Story(ctx.clock.now().getTime());
  story.asks({ kind: "rows", rows: instances });
  const routing = await routingOf(ctx.db, name);
  const { endpoint } = routing;
  if (instances.length > endpoint.maxRows)
    refuseAt(
      ["instances"],
      "too_long",
      `List should have at most ${endpoint.maxRows} items after validation, not ${instances.length}`,
    );
  const slot = chooseSlot(routing, sent, columnOfRows(instances));
  story.ends("parse");
  const live = await liveModel(ctx, routing, slot);
  const { variant, version, model } = live;
  story.answeredBy(tellerOf(live));
  story.ends("wait");
  return withRoom(endpoint, async () => {
    const given = await givenFor(ctx, endpoint, instances);
    const hasFeatures = endpoint.live.features !== null;
    if (hasFeatures) story.ends("features");
    const givenRows = given.rowsFor(model.form);
    if (hasFeatures) story.joined(joinedFeatures(given.joined), givenRows);
    const run = {
      feeds: encodeRows(model.form, givenRows),
      outputs: model.ports.outputs.map(({ name }) => name),
    };
    story.ends("parse");
    const rows = instances.length;
    const began = performance.now();
    const outputs = await model.ask({
      run,
      rows,
      deadlineMs: endpoint.deadlineMs,
      onSent: () => story.ends("wait"),
    });
    const tookMs = performance.now() - began;
    story.ends("run");
    const feedsFor = ({ form }: typeof model) => encodeRows(form, given.rowsFor(form));
    mirror(ctx, routing, { live, feedsFor, outputs, rows, tookMs, story });
    const { predictions, warnings: lost } = decodeRows(outputs, rows);
    const warnings = [...given.warnings, ...lost];
    story.ends("encode");
    return {
      id: story.id,
      predictions,
      model: { name: version.name, version: version.version },
      variant: variant.name,
      ...(warnings.length > 0 && { warnings }),
    };
  });
});
