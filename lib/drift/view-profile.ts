import { type FeatureColumn, findViewProfile, setsOfView, viewColumns } from "@/lib/features";
import type { Ctx } from "@/lib/platform/context";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ColumnProfile } from "@/lib/point-in-time/schema";
import { read } from "@/lib/verbs";
import type { Compared } from "./compare";
import { comparedProfiles } from "./compare-profiles";
import { profileMedian } from "./profile-values";
import { keptProfile } from "./reference/kept-profile";
import { type DistributedFeature, ViewProfileRef, type ViewProfileView } from "./schema";
import { FEWEST_ROWS } from "./values";

/** How many of the newest training sets are looked at for one that can be compared with. */
const TRIED = 5;

/** How the features of a view are spread, and how they have shifted against a training set. */
export const getViewProfile = read(
  "features:read",
  ViewProfileRef,
  async (ctx, { name, against }): Promise<ViewProfileView> => {
    const found = await findViewProfile(ctx, name);
    const sets = await setsOfView(ctx, name, null);
    const tried = against === undefined ? sets.slice(0, TRIED) : await setsOfView(ctx, name, against);
    const reference = found?.columns || against ? await referenceOf(ctx, name, tried) : null;
    if (against !== undefined && !reference) throw notCounted(name, against);
    return {
      view: name,
      job: found?.jobState ? { id: found.jobId, state: found.jobState, error: found.jobError } : null,
      profile: found?.columns
        ? {
            from: textOf(found.from),
            to: textOf(found.to),
            first_event: textOf(found.first),
            last_event: textOf(found.last),
            rows: found.rows ?? 0,
            counted_rows: found.columns[0]?.profile.rows ?? 0,
            made_by: found.madeBy ?? "",
            made_at: textOf(found.madeAt) ?? "",
            features: found.columns.map((column) => featureOf(column, reference)),
          }
        : null,
      training_set: reference?.set ?? null,
      training_sets: sets.map(setOf),
    };
  },
);

type Sets = Awaited<ReturnType<typeof setsOfView>>;
const setOf = ({ id, rows, madeAt }: Sets[number]) => ({ id, rows, made_at: madeAt.toISOString() });
const textOf = (at: Date | null) => at?.toISOString() ?? null;

type Reference = { set: ReturnType<typeof setOf>; columnOf(feature: string): ColumnProfile | null };

/** The first whose columns were counted, and some of which are features of the view. */
async function referenceOf(ctx: Pick<Ctx, "storage">, view: string, tried: Sets): Promise<Reference | null> {
  for (const set of tried) {
    const columns = await viewColumns(ctx, set.id, view);
    const profile = columns && columns.size > 0 ? await keptProfile(ctx, set.id) : null;
    if (!columns || !profile) continue;
    const profiles = new Map(profile.columns.map((column) => [column.name, column]));
    return { set: setOf(set), columnOf: (feature) => profiles.get(columns.get(feature) ?? "") ?? null };
  }
  return null;
}

const notCounted = (view: string, id: string) =>
  InvalidError.field(
    "/against",
    `There is no training set ${JSON.stringify(id)} whose columns were counted and that has features of ${view}. Leave it out, or take one of training_sets.`,
    because("not_there", { kind: "training_set", id }),
  );

const NOTHING: Compared = { psi: null, ks: null, level: "no_reference", bins: [] };

function featureOf(
  { type, profile, histogram }: FeatureColumn,
  reference: Reference | null,
): DistributedFeature {
  const column = reference?.columnOf(profile.name) ?? null;
  const edges = profile.kind === "number" ? profile.edges : [];
  return {
    name: profile.name,
    ...{ type, rows: profile.rows, nulls: profile.nulls },
    ...{ min: edges[0]?.[0] ?? null, median: profileMedian(profile), max: edges.at(-1)?.[0] ?? null },
    histogram,
    top: profile.kind === "text" ? profile.top.map(([value, rows]) => ({ value, rows })) : [],
    distinct: profile.kind === "text" ? profile.distinct : null,
    column: column?.name ?? null,
    // Times move on by themselves.
    ...(column && type !== "UNIX_TIMESTAMP" ? comparedProfiles(column, profile, FEWEST_ROWS) : NOTHING),
    reference_nulls: column && column.rows > 0 ? column.nulls / column.rows : null,
    reference_median: column && profileMedian(column),
  };
}
