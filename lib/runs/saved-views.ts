import * as z from "zod";
import { forbidden } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import {
  countSavedViews,
  lockSavedView,
  removeSavedView,
  type SavedViewRow,
  savedViewRows,
  writeSavedView,
} from "./repository/saved-views";
import { type SavedView, SavedViewBody, SavedViewChangeInput, SavedViewRef } from "./saved-schema";

/** Of one person. */
const MOST = 100;
const target = (id: string) => ({ type: "run_view", id });

/** Saved views of the lists of runs and tasks: the team's first, then one's own. */
export const listSavedViews = read("runs:read", z.object({}), async (ctx) => {
  const rows = await savedViewRows(poolSql(ctx.db.pool), ctx.actor.id);
  return { data: rows.map((row) => viewOf(row, ctx)) };
});

/** One's own needs no permission but one's own; what the team sees does. */
export const saveView = hotWrite("self:write", SavedViewBody, async ({ sql, ctx, input, audit }) => {
  refuseTeams(ctx, input.is_shared);
  if ((await countSavedViews(sql, ctx.actor.id)) >= MOST) throw tooMany();
  const { page, name, search, is_shared: isShared } = input;
  const view = { id: newId("rvw"), page, name, isShared, search };
  await put(sql, { ...view, ownerId: ctx.actor.id });
  return audit("run_view.create", { target: target(view.id), after: view }, { id: view.id });
});

/** What is left out stays. */
export const changeView = hotWrite("self:write", SavedViewChangeInput, async ({ sql, ctx, input, audit }) => {
  const was = await savedOf(sql, ctx, input.view_id);
  const isShared = input.is_shared ?? was.isShared;
  refuseTeams(ctx, was.isShared || isShared);
  const changed = { name: input.name ?? was.name, isShared, search: input.search ?? was.search };
  const { id, page, ownerId } = was;
  await put(sql, { id, page, ownerId, ...changed });
  const before = { name: was.name, isShared: was.isShared, search: was.search };
  return audit("run_view.change", { target: target(id), before, after: changed }, undefined);
});

export const deleteView = hotWrite("self:write", SavedViewRef, async ({ sql, ctx, input, audit }) => {
  const was = await savedOf(sql, ctx, input.view_id);
  refuseTeams(ctx, was.isShared);
  await removeSavedView(sql, was.id);
  const before = { page: was.page, name: was.name, search: was.search };
  return audit("run_view.delete", { target: target(was.id), before }, undefined);
});

function refuseTeams({ actor }: Ctx, isTeams: boolean): void {
  if (isTeams && !actor.permissions.has("runs:write")) throw forbidden(actor, "runs:write");
}

async function savedOf(sql: Sql, { actor }: Ctx, id: string): Promise<SavedViewRow> {
  const saved = await lockSavedView(sql, id, actor.id);
  if (!saved) throw new NotFoundError("saved view", id);
  return saved;
}

async function put(sql: Sql, view: Parameters<typeof writeSavedView>[1]): Promise<void> {
  if (await writeSavedView(sql, view)) return;
  const words = `There is already a view ${JSON.stringify(view.name)}.`;
  throw ConflictError.taken("/name", view.name, words);
}

function tooMany(): ConflictError {
  return new ConflictError(
    `There are ${MOST} views of yours already. Delete one first.`,
    because("too_many_views", { maximum: MOST }),
  );
}

function viewOf(row: SavedViewRow, { actor }: Ctx): SavedView {
  return {
    id: row.id,
    page: row.page,
    name: row.name,
    owner: row.owner,
    is_own: row.ownerId === actor.id,
    is_shared: row.isShared,
    search: row.search,
    updated_at: row.updatedAt.toISOString(),
  };
}
