"use client";
import { parseAsString, useQueryStates } from "nuqs";
import type { FileOwner } from "./queries";

/** A file; or, with `series`, the images of one key in the folder `path`. */
export type Picked = { owner: FileOwner; path: string; series: string | null };

/** What is looked at is in the URL, so that a link shows it. */
export function usePicked(runId: string): { picked: Picked | null; pick: (next: Picked | null) => void } {
  const [state, setState] = useQueryStates({
    file: parseAsString,
    series: parseAsString,
    /** Where it is a logged model's. */
    model: parseAsString,
  });
  const owner: FileOwner =
    state.model === null ? { kind: "run", id: runId } : { kind: "model", id: state.model };
  return {
    picked: state.file === null ? null : { owner, path: state.file, series: state.series },
    pick: (next) =>
      void setState({
        file: next?.path ?? null,
        series: next?.series ?? null,
        model: next?.owner.kind === "model" ? next.owner.id : null,
      }),
  };
}
