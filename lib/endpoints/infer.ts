import * as z from "zod";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { refuseAt } from "./rows/faults";
import { feedsOf, InferInput, specOf, tensorAnswer, wantedOutputs } from "./rows/open-inference";
import { type Live, liveModel } from "./serving/live";
import { withRoom } from "./serving/room";

/** `version` is that of the registered model. */
const ModelRef = z.strictObject({ endpoint: z.string().max(300), version: z.string().max(30).optional() });

/** What an endpoint takes and gives, as the Open Inference Protocol says it. Loads its model when it is not warm. */
export const describeEndpoint = read("predictions:run", ModelRef, async (ctx, ref) => {
  const { version, model } = live(await liveModel(ctx, ref.endpoint), ref);
  return {
    name: ref.endpoint,
    versions: [String(version.version)],
    platform: "onnxruntime_onnx",
    inputs: model.ports.inputs.map(specOf),
    outputs: model.ports.outputs.map(specOf),
  };
});

/** Tensors in, tensors out. */
export const infer = read("predictions:run", ModelRef.extend({ body: InferInput }), async (ctx, input) => {
  const { endpoint, version, model } = live(await liveModel(ctx, input.endpoint), input);
  const { id = ctx.requestId, inputs, outputs } = input.body;
  const rows = Math.max(...inputs.map(({ shape }) => shape[0] ?? 1));
  if (rows > endpoint.maxRows)
    refuseAt(["inputs"], "too_long", `The endpoint takes at most ${endpoint.maxRows} rows, not ${rows}`);
  return withRoom(endpoint, async () => {
    const run = {
      feeds: feedsOf(model.ports.inputs, inputs),
      outputs: wantedOutputs(model.ports.outputs, outputs),
    };
    const made = await model.ask({ run, rows, deadlineMs: endpoint.deadlineMs });
    return {
      model_name: input.endpoint,
      model_version: String(version.version),
      id,
      outputs: made.map(tensorAnswer),
    };
  });
});

/** Throws NotFoundError when another version is asked for than the one that answers. */
function live(found: Live, { endpoint, version }: z.output<typeof ModelRef>): Live {
  if (version === undefined || version === String(found.version.version)) return found;
  throw new NotFoundError("model version", `${endpoint}/${version}`);
}
