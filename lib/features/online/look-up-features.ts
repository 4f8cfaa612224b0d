import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { FeatureLookUp } from "../schema";
import { aboutRow } from "./about-row";
import { columnsOf, refuseUnknownColumns } from "./columns";
import { type ComputedColumn, computeColumns } from "./compute";
import { withDefinitions } from "./definitions-cache";
import { findRows } from "./find-rows";
import { type AskedOnDemandView, type AskedView, planQuestion, type Question } from "./question";
import { type Answered, answerOf, type Found } from "./status";
import type { Micros } from "./time";

/** For eyes: programs ask the serving process, for up to 1,000 at once. */
const MOST_ENTITIES = 20;

/** What is served of these features for a few entities, with times and ages. A column that means nothing is refused. */
export const lookUpFeatures = read("features:read", FeatureLookUp, async (ctx, input) => {
  const columns = columnsOf(input.entities);
  const question = await withDefinitions(ctx.db, (definitions) => {
    const asked = { columns, features: input.features, service: input.feature_service, fullNames: true };
    const planned = planQuestion(definitions, asked);
    refuseMany(planned);
    const requested = planned.onDemandViews.flatMap(({ requested }) => [...requested.keys()]);
    const known = [...planned.joinKeys.map(({ key }) => key.name), ...requested];
    refuseUnknownColumns(columns, new Set(known), "entities");
    return planned;
  });
  const nowUs = ctx.clock.now().getTime() * 1_000;
  const found = await findRows(ctx.redis, question, nowUs);
  const computed = computeColumns(question, found);
  const rows = Array.from({ length: question.rows }, (_, row) => ({
    entity: Object.fromEntries(question.joinKeys.map(({ key, texts }) => [key.name, texts[row] ?? ""])),
    views: [
      ...question.views.flatMap((asked, at) =>
        asked.features.length > 0 ? [answeredView(asked, found[at]?.[row] ?? null, nowUs)] : [],
      ),
      ...question.onDemandViews.map((asked, at) => computedView(asked, computed[at] ?? [], row)),
    ],
  }));
  return { data: rows };
});

function refuseMany({ rows }: Question): void {
  if (rows <= MOST_ENTITIES) return;
  throw InvalidError.field(
    "/entities",
    `${rows} entities are more than ${MOST_ENTITIES}. Ask POST /feature/get-online-features of the serving process for many.`,
    because("too_big", { maximum: MOST_ENTITIES, origin: "array" }),
  );
}

function answeredView({ view, features }: AskedView, found: Found | null, nowUs: Micros) {
  return {
    ...aboutRow(view, found, nowUs),
    features: features.flatMap(({ name }) => {
      const type = view.fields.get(name)?.type;
      return type ? [{ name, type, ...answerOf(view, found, name, type) }] : [];
    }),
  };
}

/** It has no row of its own, and so no time. */
function computedView({ view }: AskedOnDemandView, columns: readonly ComputedColumn[], row: number) {
  const none: Answered = { status: "NOT_FOUND", value: null };
  return {
    view: view.name,
    schema_version: view.schemaVersion,
    ttl_seconds: 0,
    event_timestamp: null,
    age_seconds: null,
    written_under_schema: null,
    features: columns.map(({ name, type, answers }) => ({ name, type, ...(answers[row] ?? none) })),
  };
}
