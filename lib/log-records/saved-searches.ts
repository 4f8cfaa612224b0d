import * as z from "zod";
import { forbidden } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import {
  countSavedSearches,
  lockSavedSearch,
  removeSavedSearch,
  type SavedSearch,
  type SavedSearchRow,
  savedSearchRows,
  writeSavedSearch,
} from "./repository/saved-searches";
import {
  LogSearchBody,
  LogSearchChangeInput,
  LogSearchRef,
  LogSearchState,
  type LogSearchView,
} from "./saved-schema";

/** Of one person. */
const MOST = 100;
const target = (id: string) => ({ type: "log_search", id });

/** The team's first, then one's own. */
export const listLogSearches = read("logs:read", z.object({}), async (ctx) => {
  const rows = await savedSearchRows(poolSql(ctx.db.pool), ctx.actor.id);
  return { data: rows.map((row) => viewOf(row, ctx)) };
});

/** One's own needs no permission but one's own; what the team sees does. */
export const saveLogSearch = hotWrite("self:write", LogSearchBody, async ({ sql, ctx, input, audit }) => {
  refuseTeams(ctx, input.is_shared);
  const search = { id: newId("lsr"), name: input.name, isShared: input.is_shared, state: input.state };
  if ((await countSavedSearches(sql, ctx.actor.id)) >= MOST) throw tooMany();
  await write(sql, { ...search, ownerId: ctx.actor.id });
  return audit("log_search.create", { target: target(search.id), after: search }, { id: search.id });
});

/** What is left out stays. */
export const changeLogSearch = hotWrite(
  "self:write",
  LogSearchChangeInput,
  async ({ sql, ctx, input, audit }) => {
    const was = await savedOf(sql, ctx, input.search_id);
    const isShared = input.is_shared ?? was.isShared;
    refuseTeams(ctx, was.isShared || isShared);
    const state = input.state ?? stateOf(was);
    const search = { id: was.id, name: input.name ?? was.name, isShared, state };
    await write(sql, { ...search, ownerId: was.ownerId });
    const before = { name: was.name, isShared: was.isShared, state: was.state };
    return audit("log_search.change", { target: target(was.id), before, after: search }, undefined);
  },
);

export const deleteLogSearch = hotWrite("self:write", LogSearchRef, async ({ sql, ctx, input, audit }) => {
  const was = await savedOf(sql, ctx, input.search_id);
  refuseTeams(ctx, was.isShared);
  await removeSavedSearch(sql, was.id);
  const before = { name: was.name, state: was.state };
  return audit("log_search.delete", { target: target(was.id), before }, undefined);
});

function refuseTeams({ actor }: Ctx, isTeams: boolean): void {
  if (isTeams && !actor.permissions.has("logs:write")) throw forbidden(actor, "logs:write");
}

async function savedOf(sql: Sql, { actor }: Ctx, id: string): Promise<SavedSearchRow> {
  const saved = await lockSavedSearch(sql, id, actor.id);
  if (!saved) throw new NotFoundError("saved search", id);
  return saved;
}

async function write(sql: Sql, search: SavedSearch & { ownerId: string }): Promise<void> {
  if (await writeSavedSearch(sql, search)) return;
  const words = `There is already a search ${JSON.stringify(search.name)}.`;
  throw ConflictError.taken("/name", search.name, words);
}

function tooMany(): ConflictError {
  return new ConflictError(
    `There are ${MOST} searches of yours already. Delete one first.`,
    because("too_many_views", { maximum: MOST }),
  );
}

/** A state that an earlier release wrote differently shows what a new search shows. */
function stateOf({ state }: SavedSearchRow): LogSearchState {
  return LogSearchState.safeParse(state).data ?? LogSearchState.parse({});
}

function viewOf(row: SavedSearchRow, { actor }: Ctx): LogSearchView {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    is_own: row.ownerId === actor.id,
    is_shared: row.isShared,
    state: stateOf(row),
    updated_at: row.updatedAt.toISOString(),
  };
}
