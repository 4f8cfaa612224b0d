import * as z from "zod";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { givenFor } from "./features/join";
import { joinedFeatures } from "./features/joined-story";
import { ownInputs } from "./features/own-inputs";
import { encodeRows } from "./rows/encode";
import { refuseAt } from "./rows/faults";
import {
  columnOfTensors,
  feedsOf,
  InferInput,
  specOf,
  tensorAnswer,
  wantedOutputs,
} from "./rows/open-inference";
import { rowsOfTensors } from "./rows/rows-of-tensors";
import { type Live, liveModel } from "./serving/live";
import { withRoom } from "./serving/room";

import { type Routing, routingOf } from "./serving/routing";
import { tellerOf } from "./serving/teller";
import { mirror } from "./shadow/mirror";
import { chooseSlot, mainSlot } from "./split/choose-slot";
import { NOTHING_SENT, type Sent } from "./split/sticky-key";
import { Story } from "./story";

/** `version` is that of the registered model: the variant that stands for it answers, whatever its share. */
const ModelRef = z.strictObject({ endpoint: z.string().max(300), version: z.string().max(30).optional() });
type ModelRef = z.output<typeof ModelRef>;

const PLATFORMS = {
  onnx: "onnxruntime_onnx",
  xgboost: "xgboost_trees",
  lightgbm: "lightgbm_trees",
  python: "mlflow_pyfunc",
} as const;

/** What an endpoint takes and gives, as the Open Inference Protocol says it. Loads its model when it is not warm. */
export const describeEndpoint = read("predictions:run", ModelRef, async (ctx, ref) => {
  const routing = await routingOf(ctx.db, ref.endpoint);
  const { version, model } = asked(
    await liveModel(ctx, routing, slotOf(routing, ref) ?? mainSlot(routing)),
    ref,
  );
  const others = routing.targets.flatMap(({ variant, version }) =>
    variant.remote ? [] : (version?.version ?? []),
  );
  return {
    name: ref.endpoint,
    versions: [...new Set(ref.version === undefined ? [version.version, ...others] : [version.version])].map(
      String,
    ),
    platform: "place" in model ? "remote" : PLATFORMS[model.format],
    inputs: (await ownInputs(ctx.db, routing.endpoint, model)).map(specOf),
    outputs: model.ports.outputs.map(specOf),
  };
});

const Inference = ModelRef.extend({
  body: InferInput,
  sent: z.custom<Sent>().default(NOTHING_SENT),
  story: z.instanceof(Story).optional(),
});

/** Tensors in, tensors out. */
export const infer = read("predictions:run", Inference, async (ctx, { body, sent, ...rest }) => {
  const { story = new Story(ctx.clock.now().getTime()), ...ref } = rest;
  const { id = story.id, inputs, outputs } = body;
  story.asks({ kind: "tensors", inputs, outputs });
  const routing = await routingOf(ctx.db, ref.endpoint);
  const { endpoint } = routing;
  const rows = Math.max(...inputs.map(({ shape }) => shape[0] ?? 1));
  if (rows > endpoint.maxRows)
    refuseAt(["inputs"], "too_long", `The endpoint takes at most ${endpoint.maxRows} rows, not ${rows}`);
  const slot = slotOf(routing, ref) ?? chooseSlot(routing, sent, columnOfTensors(inputs));
  story.ends("parse");
  const live = asked(await liveModel(ctx, routing, slot), ref);
  const { variant, version, model } = live;
  story.answeredBy(tellerOf(live));
  story.ends("wait");
  return withRoom(endpoint, async () => {
    const given = endpoint.live.features && (await givenFor(ctx, endpoint, rowsOfTensors(inputs)));
    if (given) {
      story.ends("features");
      story.joined(joinedFeatures(given.joined), given.rowsFor(model.form));
    }
    const feedsFor = ({ form, ports }: typeof model) =>
      given ? encodeRows(form, given.rowsFor(form)) : feedsOf(ports.inputs, inputs);
    const run = {
      feeds: feedsFor(model),
      outputs: wantedOutputs(model.ports.outputs, outputs),
    };
    story.ends("parse");
    const began = performance.now();
    const made = await model.ask({
      run,
      rows,
      deadlineMs: endpoint.deadlineMs,
      onSent: () => story.ends("wait"),
    });
    const tookMs = performance.now() - began;
    story.ends("run");
    mirror(ctx, routing, { live, feedsFor, outputs: made, rows, tookMs, story });
    const answers = made.map(tensorAnswer);
    story.ends("encode");
    return {
      model_name: ref.endpoint,
      model_version: String(version.version),
      id,
      parameters: { variant: variant.name, ...(given && !given.joined && { features: "fallback" as const }) },
      outputs: answers,
    };
  });
});

/** Of the version that is asked for; undefined when none is. Throws NotFoundError when no variant stands for it. */
function slotOf({ slots }: Routing, ref: ModelRef): number | undefined {
  if (ref.version === undefined) return undefined;
  const slot = slots.findIndex(({ version }) => String(version?.version) === ref.version);
  if (slot < 0) throw otherVersion(ref);
  return slot;
}

/** Throws NotFoundError when another version answers, because the one that is asked for is not warm yet. */
function asked(found: Live, ref: ModelRef): Live {
  if (ref.version === undefined || ref.version === String(found.version.version)) return found;
  throw otherVersion(ref);
}

const otherVersion = ({ endpoint, version }: ModelRef) =>
  new NotFoundError("model version", `${endpoint}/${version}`);
