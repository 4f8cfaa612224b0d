import * as z from "zod";
import { defineLongJob, enqueueLongJob, type LongTurn } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { ColumnProfile, FeatureProfile, SourceTimes } from "@/lib/point-in-time/schema";
import { hotWrite } from "@/lib/verbs";
import { askChild, type Engine } from "../offline/child";
import { inOwnFolder } from "../offline/own-folder";
import { sourceFiles } from "../offline/source-files";
import { sourceRows } from "../offline/source-rows";
import { withoutSource } from "../offline/without-source";
import { definitionsOf } from "../offline/write-latest";
import { awaitProfile, fillProfile, findProfile, type ProfileRow } from "../repository/profiles";
import { findView } from "../repository/views";
import { ByName } from "../terms";
import { FEATURE_TYPES } from "../values";
import { ViewProfileInput } from "./schema";

const Work = z.strictObject({
  view: z.string(),
  view_id: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
type Work = z.infer<typeof Work>;

const EARLIEST_US = Date.parse("0001-01-02T00:00:00Z") * 1_000;
const LATEST_US = Date.parse("9999-12-31T00:00:00Z") * 1_000;

/** A feature as it was counted: `histogram` has parts of one width between the smallest and the greatest number. */
const FeatureColumn = z.object({
  type: z.enum(FEATURE_TYPES),
  profile: ColumnProfile,
  histogram: z.array(z.number()),
});
export type FeatureColumn = z.infer<typeof FeatureColumn>;

const kind = {
  name: "profile-features",
  input: Work,
  checkpoint: z.null(),
  permissions: ["features:write"],
  subject: ({ view }: Work) => view,
  exclusive: ({ view_id }: Work) => view_id,
} as const;

/** Counts how the features of a view are spread in its source. Cut short it begins anew. */
export const featureProfile = (engine: Engine) =>
  defineLongJob({ ...kind, run: (turn) => inOwnFolder((dir) => countIn(engine, dir, turn)) });

/** Queues it. While one of the view is queued or running, that one is returned. */
export const profileView = hotWrite(
  "features:write",
  ByName.extend(ViewProfileInput.shape),
  async ({ input, audit, unchanged, ...rest }) => {
    const { name, from = null, to = null } = input;
    const view = await findView(rest.sql, name);
    if (!view) throw new NotFoundError("feature view", name);
    if (view.source === null) throw withoutSource(name);
    if (from !== null && to !== null && Date.parse(from) >= Date.parse(to))
      throw InvalidError.field("/from", "The start must be before the end.", because("range_order"));
    const started = await enqueueLongJob(kind, rest, { view: name, view_id: view.id, from, to });
    if (!started.created) return unchanged(started);
    await awaitProfile(rest.sql, view.id, started.id);
    const detail = { from, to, long_job: started.id };
    return audit("feature_view.profile", { target: { type: "feature_view", id: name }, detail }, started);
  },
);

async function countIn(engine: Engine, dir: string, turn: LongTurn<Work, null>) {
  const { id, ctx, input, progress, signal } = turn;
  const { view, source } = await definitionsOf(ctx.db, input);
  const { files } = await sourceFiles(engine, ctx, dir, "source", source, signal);
  const fields = [...view.fields].map(([name, { type }]) => ({ name, type }));
  const said = askChild(
    engine,
    dir,
    {
      kind: "profile-source",
      source: sourceRows(source, files, view.joinKeys, fields),
      startUs: microsOf(input.from),
      endUs: microsOf(input.to),
    },
    signal,
  );
  let rows = 0;
  let times: z.output<typeof SourceTimes> | null = null;
  const columns: FeatureColumn[] = [];
  for await (const one of said) {
    if ("total" in one) rows = one.total;
    else if (times === null) times = SourceTimes.parse(JSON.parse(one.line));
    else {
      const [profile, histogram] = FeatureProfile.parse(JSON.parse(one.line));
      columns.push(FeatureColumn.parse({ type: fields[columns.length]?.type, profile, histogram }));
      progress({ done: columns.length, total: fields.length, unit: "columns" });
    }
  }
  const [first, last] = times ?? [null, null];
  await fillProfile(poolSql(ctx.db.pool), id, {
    from: dateOf(input.from),
    to: dateOf(input.to),
    first: timeOf(first),
    last: timeOf(last),
    ...{ rows, columns, madeBy: ctx.actor.name },
  });
  return { rows, columns: columns.length };
}

/** A time that has no place in a column is not shown. */
const timeOf = (us: number | null) =>
  us === null || us < EARLIEST_US || us > LATEST_US ? null : new Date(us / 1_000);
const dateOf = (text: string | null) => (text === null ? null : new Date(text));
const microsOf = (text: string | null) => (text === null ? null : Date.parse(text) * 1_000);

export type ViewProfile = Omit<ProfileRow, "columns"> & { columns: FeatureColumn[] | null };

/** Null where none was asked for. */
export async function findViewProfile({ db }: Pick<Ctx, "db">, name: string): Promise<ViewProfile | null> {
  const sql = poolSql(db.pool);
  const view = await findView(sql, name);
  if (!view) throw new NotFoundError("feature view", name);
  const row = await findProfile(sql, view.id);
  return row && { ...row, columns: row.columns === null ? null : FeatureColumn.array().parse(row.columns) };
}
