"use client";
import { useLocale, useTranslations } from "next-intl";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { number } from "@/lib/client/format";
import type { GridView } from "@/lib/runs/schema";
import { nextInState } from "./grid-model";

/** States that one looks for, the most urgent first. */
const SOUGHT = ["failed", "running"] as const;

type GridJumpsProps = {
  runs: GridView["runs"];
  /** The column where one is. */
  after: number;
  onJump: (column: number) => void;
};

/** How many of the shown runs failed or run. A click goes to the next of them, wherever it is. */
export function GridJumps({ runs, after, onJump }: GridJumpsProps) {
  const t = useTranslations("pipeline_grid");
  const label = useStateLabel();
  const locale = useLocale();
  const counts = SOUGHT.map((state) => ({ state, count: runs.filter((run) => run.state === state).length }));
  return (
    <p className="flex min-h-9 flex-wrap items-center gap-x-1 gap-y-0.5 border-b px-4 text-fg-subtle text-xs">
      <span className="nums mr-2">{t("shown", { count: runs.length })}</span>
      {counts.map(({ state, count }) => {
        const next = nextInState(runs, state, after);
        return next === null ? null : (
          <button
            key={state}
            type="button"
            onClick={() => onJump(next)}
            title={t("jump", { state: label(state) })}
            className="nums inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-fg hover:bg-surface-2"
          >
            <StatusIcon state={state} className="animate-none" />
            {`${label(state)} ${number(count, locale)}`}
          </button>
        );
      })}
    </p>
  );
}
