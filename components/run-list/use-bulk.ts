"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BulkAction, BulkResult } from "@/lib/run-bulk/schema";
import { type BulkTarget, bulk } from "./bulk-queries";

/** A call does so many runs, so that the person sees how far it is and can stop. */
const AT_ONCE = 25;

export type BulkProgress = {
  state: "idle" | "busy" | "stopped" | "failed" | "ended";
  done: number;
  total: number;
  results: readonly BulkResult[];
  error: unknown;
};
const IDLE: BulkProgress = { state: "idle", done: 0, total: 0, results: [], error: null };

/** Does with the previewed runs what the preview has shown, some at a time. */
export function useBulk() {
  const client = useQueryClient();
  const [progress, setProgress] = useState(IDLE);
  const [stop, setStop] = useState<{ asked: boolean }>({ asked: false });
  const start = async (action: BulkAction, parts: readonly BulkTarget[]) => {
    const own = { asked: false };
    setStop(own);
    const results: BulkResult[] = [];
    const tell = (state: BulkProgress["state"], error: unknown = null) =>
      setProgress({ state, done: results.length, total: sizeOf(parts), results: [...results], error });
    tell("busy");
    try {
      for (const part of parts) {
        if (own.asked) break;
        results.push(...(await bulk(action, part, false)).results);
        tell("busy");
      }
      tell(own.asked ? "stopped" : "ended");
    } catch (error) {
      tell("failed", error);
    }
    void client.invalidateQueries({ queryKey: ["runs"] });
    void client.invalidateQueries({ queryKey: ["pipelines"] });
    return results;
  };
  return {
    progress,
    start,
    stop: () => {
      stop.asked = true;
    },
  };
}

/** The runs of a preview that the action does something with, some at a time; with the chosen tasks of each. */
export function partsOf(results: readonly BulkResult[], target: BulkTarget): BulkTarget[] {
  const ids = results.flatMap(({ id, outcome }) => (outcome === "done" ? [id] : []));
  const parts: BulkTarget[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    parts.push(
      "tasks" in target
        ? { tasks: target.tasks.filter(({ run_id }) => some.includes(run_id)) }
        : { run_ids: some },
    );
  }
  return parts;
}

function sizeOf(parts: readonly BulkTarget[]): number {
  return parts.reduce(
    (sum, part) =>
      sum +
      ("run_ids" in part
        ? part.run_ids.length
        : "tasks" in part
          ? new Set(part.tasks.map(({ run_id }) => run_id)).size
          : 0),
    0,
  );
}
