import * as z from "zod";
import type { LongTurn } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { entityOfKey } from "../keys";
import { askChild, type Engine } from "../offline/child";
import { inOwnFolder } from "../offline/own-folder";
import { latestRow } from "../offline/read-latest";
import { sourceFiles } from "../offline/source-files";
import { sourceRows } from "../offline/source-rows";
import { definitionsOf } from "../offline/write-latest";
import { type KeyedRow, readRows } from "../online/store";
import { insertAudit, materializedRange } from "../repository/audits";
import { Comparison } from "./compare";

/** Entities of a view that one audit looks at: what differs for one in a hundred is found nearly always. */
const SAMPLE = 1_000;

export const AuditWork = z.strictObject({ view: z.string(), view_id: z.string() });
export type AuditWork = z.infer<typeof AuditWork>;
export const NoCheckpoint = z.null();

/**
 * Takes entities of a view's files by chance, each with what the files said at the end of the last materialisation, and compares
 * what is served of them. Cut short it begins anew.
 */
export function runAudit(engine: Engine, turn: LongTurn<AuditWork, null>) {
  return inOwnFolder((dir) => auditIn(engine, dir, turn));
}

async function auditIn(
  engine: Engine,
  dir: string,
  { id, ctx, input, progress, signal }: LongTurn<AuditWork, null>,
) {
  const sql = poolSql(ctx.db.pool);
  const { view, source } = await definitionsOf(ctx.db, input);
  const range = await materializedRange(sql, view.id);
  if (!range)
    throw new ConflictError(
      `The view ${view.name} was not materialised yet, so there is nothing to compare. Materialise it first.`,
      because("not_materialized", { view: view.name }),
    );
  const endUs = range.end.getTime() * 1_000;
  const ttlUs = view.ttlSeconds * 1_000_000;
  const oldestUs = ttlUs === 0 ? 0 : Math.max(0, endUs - 1 - ttlUs);
  const { files } = await sourceFiles(engine, ctx, dir, "source", source, signal);
  const fields = [...view.fields].map(([name, { type }]) => ({ name, type }));
  const said = askChild(
    engine,
    dir,
    {
      kind: "latest",
      source: sourceRows(source, files, view.joinKeys, fields),
      startUs: Math.max(oldestUs, range.start.getTime() * 1_000),
      endUs,
      lateSinceUs: null,
      sample: SAMPLE,
    },
    signal,
  );
  let entities = 0;
  const sample: KeyedRow[] = [];
  for await (const one of said) {
    if ("total" in one) entities = one.total;
    else sample.push(latestRow(view, one.line));
  }
  const online = await readRows(
    ctx.redis,
    sample.map(({ key }) => key),
  );
  const comparison = new Comparison(view, endUs);
  for (const [at, { key, row }] of sample.entries())
    comparison.add({
      entity: entityOfKey(view.keyPrefix, view.joinKeys, key),
      offline: row,
      online: online[at] ?? null,
    });
  const { sampled, newer, features } = comparison;
  await insertAudit(sql, { id, viewId: view.id, asOf: range.end, entities, sampled, newer, features });
  progress({ done: sampled, total: sampled, unit: "entities" });
  const mismatched = features.reduce((sum, one) => sum + one.mismatched, 0);
  return { sampled, mismatched };
}
