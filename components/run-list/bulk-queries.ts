import type * as z from "zod";
import { api, NoReply, type QueryValue, replyOf } from "@/lib/client/api";
import type { BulkAction, BulkReply } from "@/lib/run-bulk/schema";
import type { Marked, RunFilterBody } from "@/lib/runs/schema";

export type BulkKind = "rerun_failed" | "rerun" | "cancel" | "mark" | "note" | "delete";

/** What an action is to be done with: chosen runs, chosen tasks, or all that match. */
export type BulkTarget =
  | { run_ids: readonly string[] }
  | { tasks: readonly { run_id: string; task_id: string }[] }
  | { filter: z.input<typeof RunFilterBody> };

export const bulk = (action: BulkAction, target: BulkTarget, dry_run: boolean, signal?: AbortSignal) =>
  api.post("/runs/bulk", replyOf<typeof BulkReply>(), {
    body: { action, ...target, dry_run },
    ...(signal ? { signal } : {}),
  });

export const setRunNote = (id: string, note: string | null) =>
  api.patch(`/runs/${encodeURIComponent(id)}`, NoReply, { body: { note } });

/** A query of the API as its body takes it: lists are lists, and what is not given is left out. */
export function bodyFilter(query: Record<string, QueryValue>): z.input<typeof RunFilterBody> {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  );
}

export const markRun = (id: string, state: string) =>
  api.post(`/runs/${encodeURIComponent(id)}/mark`, replyOf<typeof Marked>(), { body: { state } });
