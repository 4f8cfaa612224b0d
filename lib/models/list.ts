import type { Filter } from "@/lib/experiments";
import { namesIn } from "@/lib/experiments/schema";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { thereModel } from "./found";
import { modelFacts, newestMetricKeys, versionFacts } from "./repository/facts";
import { findModelView } from "./repository/models";
import type { ModelView, VersionView } from "./repository/objects";
import { ModelRef } from "./schema";
import { findModels, findVersions } from "./search";
import {
  ListVersionsInput,
  type RegisteredModelDetail,
  RegisteredModelQuery,
  type RegisteredModelRow,
  type VersionRow,
} from "./view-schema";

/** By name, unless told otherwise. */
export const listModels = read("models:read", RegisteredModelQuery, async (ctx, input) => {
  const { found, nextPageToken } = await findModels(
    ctx,
    {
      filter: input.filter,
      order_by: namesIn(input.order_by),
      page_token: input.cursor,
      dialect: "extended",
      max_results: input.limit,
    },
    { only: nameHolds(input.search ?? ""), field: "/cursor" },
  );
  return { data: await withFacts(ctx, found), next_cursor: nextPageToken, has_more: nextPageToken !== null };
});

export const readModel = read(
  "models:read",
  ModelRef,
  async (ctx, { name }): Promise<RegisteredModelDetail> => {
    const sql = poolSql(ctx.db.pool);
    const [row] = await withFacts(ctx, [thereModel(await findModelView(sql, name), name)]);
    const metric_keys = readsRuns(ctx) ? await newestMetricKeys(sql, name) : [];
    return { ...thereModel(row ?? null, name), metric_keys };
  },
);

/** Of one model, or of all. */
export const listVersions = read("models:read", ListVersionsInput, async (ctx, input) => {
  if (input.name !== undefined) thereModel(await findModelView(poolSql(ctx.db.pool), input.name), input.name);
  const { found, nextPageToken } = await findVersions(
    ctx,
    {
      filter: input.filter,
      order_by: namesIn(input.order_by),
      page_token: input.cursor,
      dialect: "extended",
      max_results: input.limit,
    },
    { only: input.name === undefined ? null : nameIs(input.name), field: "/cursor" },
  );
  return {
    data: await versionRows(ctx, found, namesIn(input.metrics)),
    next_cursor: nextPageToken,
    has_more: nextPageToken !== null,
  };
});

/** What runs logged is shown to those who may read experiments. */
export const readsRuns = ({ actor }: Ctx): boolean => actor.permissions.has("experiments:read");

export async function versionRows(
  ctx: Ctx,
  versions: readonly VersionView[],
  metrics: readonly string[] | "all",
): Promise<VersionRow[]> {
  const facts = await versionFacts(poolSql(ctx.db.pool), versions, metrics);
  return versions.map((version, at) => {
    const { createdBy = null, run = null, metrics: values = {}, endpoints = [] } = facts[at] ?? {};
    const isShown = readsRuns(ctx);
    return {
      model_name: version.name,
      number: version.version,
      stage: version.stage,
      description: version.description,
      source: version.source,
      run_id: version.runId,
      run_link: version.runLink,
      run: isShown ? run : null,
      created_by: createdBy,
      created_at: instant(version.createdAt),
      updated_at: instant(version.updatedAt),
      tags: tagRecord(version.tags),
      aliases: version.aliases,
      endpoints: ctx.actor.permissions.has("endpoints:read") ? endpoints : [],
      metrics: isShown ? values : {},
    };
  });
}

async function withFacts(ctx: Ctx, models: readonly ModelView[]): Promise<RegisteredModelRow[]> {
  const facts = await modelFacts(
    poolSql(ctx.db.pool),
    models.map(({ name }) => name),
  );
  return models.map((model) => {
    const { createdBy = null, versionCount = 0, waiting = 0, aliases = [] } = facts.get(model.name) ?? {};
    const newest = model.latestVersions.toSorted((a, b) => b.version - a.version)[0];
    return {
      name: model.name,
      description: model.description,
      created_by: createdBy,
      created_at: instant(model.createdAt),
      updated_at: instant(model.updatedAt),
      tags: tagRecord(model.tags),
      aliases: aliases.map(({ alias, version, since, by, isGuarded }) => ({
        alias,
        version,
        since: since === null ? null : instant(since),
        by,
        guarded: isGuarded,
      })),
      waiting_count: waiting,
      version_count: versionCount,
      latest_version: newest ? { number: newest.version, created_at: instant(newest.createdAt) } : null,
    };
  });
}

const instant = (ms: number) => new Date(ms).toISOString();
const tagRecord = (tags: readonly { key: string; value: string }[]) =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));

const NAME = { kind: "attribute", name: "name", type: "id" } as const;

/** As a filter of the language would say it; the signs of LIKE in it stand for themselves. */
function nameHolds(part: string): Filter | null {
  if (part === "") return null;
  const value = { kind: "text", text: `%${part.replaceAll(/[\\%_]/g, "\\$&")}%` } as const;
  return { kind: "condition", field: NAME, operator: "ILIKE", value };
}

function nameIs(name: string): Filter {
  return { kind: "condition", field: NAME, operator: "=", value: { kind: "text", text: name } };
}
