"use client";
import { useLocale, useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/status";
import { duration } from "@/lib/client/format";
import type { CellView } from "./grid-model";
import { useErrorWords } from "./use-error-words";
import { useRunName } from "./use-run-name";

export type Tip = CellView & {
  /** Position of the cell in the window. */
  x: number;
  y: number;
  height: number;
};

const WIDTH = 260;

/** One panel that follows the cell, instead of a tooltip for each of thousands. */
export function GridTip({ tip }: { tip: Tip }) {
  const t = useTranslations("runs");
  const locale = useLocale();
  const runNameOf = useRunName();
  const words = useErrorWords();
  const below = tip.y + tip.height + 150 < window.innerHeight;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-50 grid gap-0.5 rounded-md bg-pop px-3 py-2 text-xs shadow-pop"
      style={{
        width: WIDTH,
        left: Math.max(8, Math.min(tip.x, window.innerWidth - WIDTH - 8)),
        ...(below ? { top: tip.y + tip.height + 4 } : { bottom: window.innerHeight - tip.y + 4 }),
      }}
    >
      <span className="truncate font-medium">{tip.task ?? t("run")}</span>
      <span className="truncate text-fg-muted">{runNameOf(tip.run)}</span>
      <span className="flex justify-between gap-3">
        <StatusBadge state={tip.state} className="text-xs" />
        <span className="nums text-fg-muted">
          {tip.durationMs === null ? null : duration(tip.durationMs, locale)}
          {tip.tries > 1 ? ` · ${t("try_short", { number: tip.tries })}` : null}
        </span>
      </span>
      {tip.error ? (
        <span className="line-clamp-3 text-danger [overflow-wrap:anywhere]">{words(tip.error).headline}</span>
      ) : null}
    </div>
  );
}
