import * as z from "zod";
import { poolSql, txSql } from "@/lib/platform/db";
import { AppError, StaleError } from "@/lib/platform/errors";
import { read, write } from "@/lib/verbs";
import { dueRest, dueRuns } from "./due";
import { type PolicyRow, readPolicy, writePolicy } from "./repository";
import { PolicyInput, type RetentionView, Round } from "./schema";
import { ROUND_EVERY_MS } from "./values";

/** The policy, what its next round will delete, and what the last one deleted. */
export const getRetention = read("settings:read", z.strictObject({}), async (ctx) => {
  const sql = poolSql(ctx.db.pool);
  const policy = await readPolicy(sql);
  return { ...policyView(policy), ...(await forecast(sql, policy)) } satisfies RetentionView;
});

/** What another policy would delete, before it is saved. */
export const previewRetention = read("settings:read", PolicyInput, async (ctx, policy) =>
  forecast(poolSql(ctx.db.pool), policy),
);

async function forecast(sql: ReturnType<typeof poolSql>, policy: PolicyInput) {
  const [pipelines, due] = await Promise.all([dueRuns(sql, policy), dueRest(sql, policy)]);
  return { pipelines, due };
}

/** Changes the policy from the next round on. `version` is the one that the author read. */
export const changeRetention = write(
  "settings:write",
  PolicyInput.extend({ version: z.number().int().optional() }),
  async ({ tx, input: { version, ...policy }, audit, unchanged, event }) => {
    const sql = txSql(tx);
    const before = await readPolicy(sql, "FOR UPDATE");
    if (version === undefined)
      throw new AppError("PRECONDITION_REQUIRED", "Send the version you read as If-Match (the ETag of GET).");
    if (version !== before.version)
      throw new StaleError("The retention policy was changed since you read it.", policyView(before));
    if (JSON.stringify(PolicyInput.parse(pick(before))) === JSON.stringify(policy))
      return unchanged(policyView(before));
    const after = await writePolicy(sql, policy);
    event({ topic: "setting", id: "retention" });
    return audit(
      "retention.change",
      { target: { type: "retention", id: "policy" }, before: pick(before), after: pick(after) },
      policyView(after),
    );
  },
);

function pick({ run_days, runs_per_pipeline, version_days, worker_days }: PolicyInput): PolicyInput {
  return { run_days, runs_per_pipeline, version_days, worker_days };
}

function policyView(row: PolicyRow) {
  const next = row.last_round_at && new Date(row.last_round_at.getTime() + ROUND_EVERY_MS);
  return {
    ...pick(row),
    version: row.version,
    last_round_at: row.last_round_at?.toISOString() ?? null,
    last_round: row.last_round === null ? null : Round.parse(row.last_round),
    next_round_at: next?.toISOString() ?? null,
  };
}
