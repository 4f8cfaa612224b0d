import { forbidden } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { changed } from "./experiments";
import { lockExperiment } from "./repository/experiments";
import {
  countViews,
  dropDefault,
  lockView,
  removeView,
  type SavedView,
  type TableViewRow,
  viewRows,
  writeView,
} from "./repository/table-views";
import { ExperimentRef } from "./schema";
import { isExperimentId } from "./values";
import {
  TableState,
  type TableView,
  TableViewChangeInput,
  TableViewInput,
  TableViewRef,
} from "./view-schema";

/** Of one person in one experiment. */
const MOST_VIEWS = 100;
const target = (id: string) => ({ type: "experiment_view", id });

/** The team's first, then one's own. */
export const listTableViews = read("experiments:read", ExperimentRef, async (ctx, { experiment_id }) => {
  if (!isExperimentId(experiment_id)) return { data: [] };
  const rows = await viewRows(poolSql(ctx.db.pool), experiment_id, ctx.actor.id);
  return { data: rows.map((row) => tableViewOf(row, ctx)) };
});

/** One's own needs no permission to change experiments; what the team sees does. */
export const saveTableView = hotWrite(
  "self:write",
  TableViewInput,
  async ({ sql, ctx, input, audit, event }) => {
    const experimentId = await held(sql, input.experiment_id);
    const view = { id: newId("viw"), name: input.name, state: input.state, ...sharingOf(input) };
    refuseTeams(ctx, view.isShared);
    if ((await countViews(sql, experimentId, ctx.actor.id)) >= MOST_VIEWS) throw tooMany();
    await write(sql, { ...view, experimentId, ownerId: ctx.actor.id });
    event(changed(experimentId));
    return audit("experiment_view.create", { target: target(view.id), after: view }, { id: view.id });
  },
);

export const changeTableView = hotWrite(
  "self:write",
  TableViewChangeInput,
  async ({ sql, ctx, input, audit, event }) => {
    const experimentId = await held(sql, input.experiment_id);
    const was = await viewOf(sql, ctx, { ...input, experiment_id: experimentId });
    const sharing = sharingOf({
      is_shared: input.is_shared ?? was.isShared,
      is_default: input.is_default ?? (was.isDefault && input.is_shared !== false),
    });
    refuseTeams(ctx, was.isShared || sharing.isShared);
    const state = input.state ?? TableState.parse(was.state);
    const view = { id: was.id, name: input.name ?? was.name, state, ...sharing };
    await write(sql, { ...view, experimentId, ownerId: was.ownerId });
    event(changed(experimentId));
    const before = { name: was.name, isShared: was.isShared, isDefault: was.isDefault, state: was.state };
    return audit("experiment_view.change", { target: target(was.id), before, after: view }, undefined);
  },
);

export const deleteTableView = hotWrite(
  "self:write",
  TableViewRef,
  async ({ sql, ctx, input, audit, event }) => {
    const experimentId = await held(sql, input.experiment_id);
    const was = await viewOf(sql, ctx, { ...input, experiment_id: experimentId });
    refuseTeams(ctx, was.isShared);
    await removeView(sql, was.id);
    event(changed(experimentId));
    const { name, state } = was;
    return audit("experiment_view.delete", { target: target(was.id), before: { name, state } }, undefined);
  },
);

/** The default is everybody's, so it is shared. */
function sharingOf({ is_shared, is_default }: { is_shared: boolean; is_default: boolean }) {
  return { isShared: is_shared || is_default, isDefault: is_default };
}

function refuseTeams({ actor }: Ctx, isTeams: boolean): void {
  if (isTeams && !actor.permissions.has("experiments:write")) throw forbidden(actor, "experiments:write");
}

/** Writers of one experiment's views take turns: one of them is the default. */
async function held(sql: Sql, id: string): Promise<string> {
  const experiment = isExperimentId(id) ? await lockExperiment(sql, id) : null;
  if (!experiment) throw new NotFoundError("experiment", id);
  return experiment.id;
}

async function viewOf(
  sql: Sql,
  ctx: Ctx,
  { experiment_id, view_id }: { experiment_id: string; view_id: string },
) {
  const view = await lockView(sql, experiment_id, view_id, ctx.actor.id);
  if (!view) throw new NotFoundError("view", view_id);
  return view;
}

async function write(sql: Sql, view: SavedView & { experimentId: string; ownerId: string }): Promise<void> {
  if (view.isDefault) await dropDefault(sql, view.experimentId);
  if (!(await writeView(sql, view)))
    throw ConflictError.taken("/name", view.name, `There is already a view ${JSON.stringify(view.name)}.`);
}

function tooMany(): ConflictError {
  return new ConflictError(
    `There are ${MOST_VIEWS} views of yours already. Delete one first.`,
    because("too_many_views", { maximum: MOST_VIEWS }),
  );
}

/** A state that an earlier release wrote differently shows what a new view shows. */
function tableViewOf(row: TableViewRow, { actor }: Ctx): TableView {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    is_own: row.ownerId === actor.id,
    is_shared: row.isShared,
    is_default: row.isDefault,
    state: TableState.safeParse(row.state).data ?? TableState.parse({}),
    updated_at: row.updatedAt.toISOString(),
  };
}
