import { appendFile } from "node:fs/promises";
import type { Sql } from "@/lib/platform/db";
import { type ClaimedAttempt, resultSizes, resultText } from "@/lib/tasks";
import type { Box } from "./sandbox/box";

/** Limit of all upstream results together. Each may have 1 MiB, and a task may have a thousand upstream tasks. */
const INPUTS_LIMIT_BYTES = 64 * 1024 * 1024;
/** Up to this size all results are read at once. */
const SMALL_BYTES = 1024 * 1024;
const NAMED = 5;

/** The upstream results are too large together. A retry changes nothing. */
export class InputsTooLarge extends Error {}

/**
 * Writes the input file: `head`, and under "inputs" the result of each direct upstream task, digit by digit as in the
 * database. Reads the sizes first, and large results one at a time, so only one is in memory.
 */
export async function writeInput(
  sql: Sql,
  claimed: Pick<ClaimedAttempt, "runId" | "upstream">,
  head: object,
  to: { box: Pick<Box, "write">; file: string },
  limitBytes = INPUTS_LIMIT_BYTES,
): Promise<void> {
  const { runId, upstream } = claimed;
  const above = upstream.length === 0 ? [] : await resultSizes(sql, runId, upstream, SMALL_BYTES);
  const total = above.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limitBytes) throw new InputsTooLarge(tooLarge(above, total, limitBytes));
  const begin = `${JSON.stringify(head).slice(0, -1)},"inputs":{`;
  if (total <= SMALL_BYTES) {
    to.box.write(to.file, `${begin}${above.map(({ taskId, text }) => entry(taskId, text)).join(",")}}}`);
    return;
  }
  to.box.write(to.file, begin);
  for (const [at, { taskId }] of above.entries()) {
    const text = await resultText(sql, runId, taskId);
    await appendFile(to.file, `${at > 0 ? "," : ""}${entry(taskId, text)}`);
  }
  await appendFile(to.file, "}}");
}

function entry(taskId: string, json: string | null): string {
  return `${JSON.stringify(taskId)}:${json ?? "null"}`;
}

function tooLarge(
  above: readonly { taskId: string; bytes: number }[],
  total: number,
  limitBytes: number,
): string {
  const largest = [...above].sort((a, b) => b.bytes - a.bytes).slice(0, NAMED);
  const named = largest.map(({ taskId, bytes }) => `${taskId} ${bytes}`).join(", ");
  return `The results of the ${above.length} tasks above have ${total} bytes together, over the limit of ${limitBytes} (the largest: ${named}). Store large data as objects and give their addresses.`;
}
