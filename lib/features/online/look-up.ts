import * as z from "zod";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { aboutRow } from "./about-row";
import { columnsOf, refuseUnknownColumns } from "./columns";
import { withDefinitions } from "./definitions-cache";
import { featureJson } from "./feature-value";
import { findRows } from "./find-rows";
import { planQuestion } from "./question";
import { answerOf } from "./status";

const LookUp = z.strictObject({
  view: z.string().max(300),
  entity: z.record(z.string().max(100), z.string().max(1_000)),
});

/** What one view knows of one entity, with the age of it, as JSON text: for people. */
export const lookUpEntity = read("features:read", LookUp, async (ctx, { view: name, entity }) => {
  const columns = columnsOf(Object.fromEntries(Object.entries(entity).map(([key, text]) => [key, [text]])));
  const question = await withDefinitions(ctx.db, (definitions) => {
    const view = definitions.views.get(name);
    if (!view) throw new NotFoundError("feature view", name);
    refuseUnknownColumns(columns, new Set(view.joinKeys.map((key) => key.name)), "entities");
    const features = [...view.fields.keys()].map((feature) => `${name}:${feature}`);
    return { view, ...planQuestion(definitions, { columns, features, fullNames: false }) };
  });
  const nowUs = ctx.clock.now().getTime() * 1_000;
  const [[found = null] = []] = await findRows(ctx.redis, question, nowUs);
  const { view } = question;
  const features = [...view.fields].map(([feature, { type }]) => {
    const { status, value } = answerOf(view, found, feature, type);
    return `${JSON.stringify(feature)}:{"type":"${type}","status":"${status}","value":${featureJson(type, value)}}`;
  });
  const about = aboutRow(view, found, nowUs);
  return `${JSON.stringify(about).slice(0, -1)},"features":{${features.join(",")}}}`;
});
