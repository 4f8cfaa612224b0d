import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { databaseNow, poolTransaction, type Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { cursorText, decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import {
  filterOf,
  MOST_COUNTED,
  type RunFilter,
  RunFilterQuery,
  RunQuery,
  type RunSort,
} from "./list-schema";
import { savedDagId } from "./repository";
import { countStates, ORDERS, pipelinesAndTags, type RunAt, runPage, starters } from "./repository/run-pages";
import { plain, runsById } from "./repository/views";
import { type RunCounts, type RunFacets, RunPage, RunView } from "./schema";
import { RUN_STATES } from "./values";
import { withReasons } from "./why";

/** A search that looks through more than this allows is refused, and is not waited for. */
const SEARCH_MS = 4_000;
const MOST_FACETS = 1_000;

export const listRuns = read("runs:read", RunQuery, async (ctx, query) => {
  const after = query.cursor ? placeOf(query.cursor, query.sort) : null;
  const now = await databaseNow(ctx.db.pool);
  return withinBudget(ctx, async (sql) => {
    const filter = await asSaved(sql, query);
    const { sort, limit } = query;
    const places = await runPage(sql, filter, { sort, after, take: limit + 1 });
    const page = toPage(
      places,
      limit,
      ({ key, id }) => (sort === "-created" ? [id] : [key, id]),
      ({ id }) => id,
    );
    const rows = await runsById(sql, page.data);
    return RunPage.parse(plain({ ...page, data: await withReasons(sql, rows, now) }));
  });
});

export const countRuns = read(
  "runs:read",
  RunFilterQuery,
  (ctx, query): Promise<RunCounts> =>
    withinBudget(ctx, async (sql) => {
      const found = await countStates(sql, await asSaved(sql, query), RUN_STATES, MOST_COUNTED);
      return {
        counts: Object.fromEntries(found.map(({ state, count }) => [state, count])),
        at_most: MOST_COUNTED,
      };
    }),
);

const RunIds = z.object({ run_ids: z.array(z.string()).max(1_000) });

/** These runs, in the order of their ids; those that are none any more are left out. */
export const runsOf = read("runs:read", RunIds, async (ctx, { run_ids }): Promise<RunView[]> => {
  const now = await databaseNow(ctx.db.pool);
  return withinBudget(ctx, async (sql) => {
    const rows = await withReasons(sql, await runsById(sql, run_ids), now);
    return z.array(RunView).parse(plain(rows));
  });
});

/** The names that a filter can have. */
export const runFacets = read(
  "runs:read",
  z.object({}),
  (ctx): Promise<RunFacets> =>
    withinBudget(ctx, async (sql) => {
      const people = await starters(sql, MOST_FACETS + 1);
      const { pipelines, tags } = await pipelinesAndTags(sql, MOST_FACETS + 1);
      const kept = (names: readonly string[]) => names.slice(0, MOST_FACETS);
      return {
        pipelines: kept(pipelines),
        tags: kept(tags),
        people: kept(people),
        more: [people, pipelines, tags].some((names) => names.length > MOST_FACETS),
      };
    }),
);

/** The filter with the pipelines' saved names. */
export async function asSaved(sql: Sql, query: z.output<typeof RunFilterQuery>): Promise<RunFilter> {
  const filter = filterOf(query);
  if (filter.version !== undefined && filter.dag_id?.length !== 1)
    throw InvalidError.field(
      "/version",
      "Versions are numbered within a pipeline: say which in dag_id",
      because("version_needs_dag"),
    );
  if (!filter.dag_id) return filter;
  return { ...filter, dag_id: await Promise.all(filter.dag_id.map((name) => savedDagId(sql, name))) };
}

export function withinBudget<R>({ db }: Ctx, work: (sql: Sql) => Promise<R>): Promise<R> {
  return poolTransaction(db.pool, work, { statementMs: SEARCH_MS }).catch((error: unknown) => {
    if (tookTooLong(error))
      throw InvalidError.field(
        "/started_from",
        "This search looks through too many runs. Choose a shorter time, a pipeline or a state.",
        because("run_search_too_long"),
      );
    throw error;
  });
}

function tookTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}

function placeOf(cursor: string, sort: RunSort): RunAt {
  const values = decodeCursor(cursor);
  const id = cursorText(values.at(-1), /^[\w-]{1,100}$/);
  if (sort === "-created") return { key: null, id };
  return { key: cursorText(values[0], ORDERS[sort].form), id };
}
