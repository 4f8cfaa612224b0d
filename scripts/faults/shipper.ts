import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { poolSql } from "@/lib/platform/db";
import { createServiceAccount, createServiceAccountToken } from "@/lib/team";
import type { Installation } from "./installation";
import { insist } from "./patience";

const LANES = 3;
const LINES = 5;
const PAUSE_MS = 150;
const PATIENCE_MS = 30_000;

export type Shipper = {
  /** Ends it, and returns what is wrong with what it sent. */
  stop(): Promise<string[]>;
};

/** Sends logs in lanes for as long as it runs, each batch again and again until it is answered, as shippers do. */
export async function startShipper({ ctx, servingUrl }: Installation): Promise<Shipper> {
  const token = await makeToken(ctx);
  const service = `shipper-${randomBytes(4).toString("hex")}`;
  let stopping = false;
  let again = 0;

  async function lane(at: number): Promise<number> {
    for (let batch = 0; ; batch += 1) {
      if (stopping) return batch;
      const time = new Date().toISOString();
      const lines = Array.from({ length: LINES }, (_, line) =>
        JSON.stringify({ service, time, msg: `lane ${at} batch ${batch} line ${line}` }),
      );
      await ship(lines.join("\n"));
      await pause(PAUSE_MS);
    }
  }
  /** What is answered is never sent again, and what is not answered always is. */
  async function ship(body: string): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    const ends = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await fetch(`${servingUrl}/ingest/logs/`, { method: "POST", headers, body }).catch(
        () => null,
      );
      await answer?.arrayBuffer().catch(() => {});
      if (answer?.ok) return;
      if (performance.now() > ends)
        throw new Error(`Logs were refused for ${PATIENCE_MS} ms: ${answer?.status}`);
      again += 1;
      await pause(PAUSE_MS);
    }
  }

  const lanes = Promise.allSettled(Array.from({ length: LANES }, (_, at) => lane(at)));
  return {
    async stop() {
      stopping = true;
      const ended = await lanes;
      const problems = ended.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
      const sent = ended.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value : 0), 0) * LINES;
      const [row] = await insist("a count of what was shipped", () =>
        poolSql(ctx.db.pool).rows<{ all: number; different: number }>(
          `SELECT count(*)::int AS all, count(DISTINCT message)::int AS different FROM log_record WHERE service = $1`,
          [service],
        ),
      );
      const { all = 0, different = 0 } = row ?? {};
      console.log(`logs: ${sent} lines were answered, ${again} batches were sent again`);
      if (problems.length === 0 && different !== sent)
        problems.push(`${sent - different} of ${sent} log lines that were answered are missing`);
      if (all !== different) problems.push(`${all - different} log lines are there twice`);
      return problems;
    },
  };
}

async function makeToken(ctx: Installation["ctx"]): Promise<string> {
  const account = await createServiceAccount(ctx, { name: "shipper", role: "editor" });
  const made = { account_id: account.id, name: "shipper", scopes: ["logs:write"] };
  return (await createServiceAccountToken(ctx, made)).token;
}
