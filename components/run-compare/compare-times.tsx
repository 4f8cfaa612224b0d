"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { STATES, type State, StatusIcon, useStateLabel } from "@/components/ui/status";
import { VirtualList } from "@/components/ui/virtual-list";
import { cn } from "@/lib/client/cn";
import { duration } from "@/lib/client/format";
import type { Side, TaskPair } from "./compare-model";

const COLUMNS =
  "grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-3 px-4 sm:grid-cols-[14rem_minmax(0,1fr)_9rem]";
const ROW_PX = 44;
const MOST_ROWS = 10;
/** So much longer or shorter is worth a colour: both by share and by time. */
const SHARE = 1.5;
const LEAST_MS = 1_000;

type Props = {
  pairs: readonly TaskPair[];
  chosen: string | null;
  onChoose: (taskId: string) => void;
};

/** How long each task ran in both runs, on one scale. A click shows the logs of the task. */
export function CompareTimes({ pairs, chosen, onChoose }: Props) {
  const t = useTranslations("run_compare");
  const longest = Math.max(1, ...pairs.flatMap(({ a, b }) => [a?.ranMs ?? 0, b?.ranMs ?? 0]));
  return (
    <Card title={t("times")} description={t("times_detail")} flush>
      <VirtualList
        label={t("times")}
        items={pairs}
        itemKey={({ taskId }) => taskId}
        rowPx={ROW_PX}
        className={pairs.length > MOST_ROWS ? "max-h-[28rem]" : ""}
      >
        {(pair) => (
          <button
            type="button"
            aria-pressed={pair.taskId === chosen}
            onClick={() => onChoose(pair.taskId)}
            className={cn(
              COLUMNS,
              "h-full w-full border-b text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2",
              pair.taskId === chosen && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <span className="truncate" title={pair.taskId}>
              {pair.taskId}
            </span>
            <span className="grid gap-1">
              <SideBar name={t("first_short")} side={pair.a} longest={longest} />
              <SideBar name={t("second_short")} side={pair.b} longest={longest} />
            </span>
            <Delta pair={pair} />
          </button>
        )}
      </VirtualList>
    </Card>
  );
}

function SideBar({ name, side, longest }: { name: string; side: Side | null; longest: number }) {
  const t = useTranslations("run_compare");
  const locale = useLocale();
  const label = useStateLabel();
  const fill = side ? (STATES[side.state as State]?.fill ?? "bg-state-none") : "";
  const text =
    side === null ? t("no_task") : side.ranMs === null ? label(side.state) : duration(side.ranMs, locale);
  return (
    <span className="flex min-w-0 items-center gap-2 text-2xs text-fg-muted">
      <span className="w-3 shrink-0 text-fg-subtle">{name}</span>
      {side ? <StatusIcon state={side.state} className="size-3 animate-none" /> : null}
      {side ? <span className="sr-only">{label(side.state)}</span> : null}
      <span className="flex min-w-0 flex-1 items-center gap-2">
        {side?.ranMs != null ? (
          <span
            className={cn("h-2.5 min-w-0.5 shrink-0 rounded-[2px]", fill)}
            style={{ width: `${(side.ranMs / longest) * 70}%` }}
          />
        ) : null}
        <span className="nums truncate">{text}</span>
      </span>
    </span>
  );
}

function Delta({ pair: { a, b, byMs } }: { pair: TaskPair }) {
  const t = useTranslations("run_compare");
  const locale = useLocale();
  if (byMs === null || !a?.ranMs || !b?.ranMs) return <span />;
  const times = Math.max(a.ranMs, b.ranMs) / Math.max(1, Math.min(a.ranMs, b.ranMs));
  const notable = Math.abs(byMs) >= LEAST_MS && times >= SHARE;
  const length = duration(Math.abs(byMs), locale);
  return (
    <span
      className={cn(
        "nums text-right text-fg-muted text-xs max-sm:hidden",
        notable && (byMs > 0 ? "font-semibold text-danger" : "font-semibold text-success"),
      )}
    >
      {byMs === 0 ? "" : t(byMs > 0 ? "longer" : "shorter", { length })}
    </span>
  );
}
