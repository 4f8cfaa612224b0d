"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { byteTicks, numberTicks, timeTicks } from "@/components/charts/nice-ticks";
import { shortNames } from "@/components/runs/grid-axis";
import { barTop } from "@/components/runs/grid-bars";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { useTimeZone } from "@/components/time/clock";
import { STATES, type State } from "@/components/ui/status";
import { bytes, duration, number } from "@/lib/client/format";
import type { TaskHistoryLine } from "@/lib/runs/schema";
import { amountOf, type Metric } from "./history-model";

/** The chart library is larger than the page, so it is loaded on demand. */
const StackedBars = dynamic(
  () => import("@/components/charts/stacked-bars").then((module) => module.StackedBars),
  { ssr: false, loading: () => <div className="h-[280px]" /> },
);

type Props = { dagId: string; taskId: string; lines: readonly TaskHistoryLine[]; metric: Metric };

/** One bar a run from old to new, in the colour of the task's state. The table has the same values. */
export function HistoryChart({ dagId, taskId, lines, metric }: Props) {
  const t = useTranslations("task_history");
  const router = useRouter();
  const nameOf = useRunName();
  const [locale, zone] = [useLocale(), useTimeZone()];
  const rows = useMemo(() => lines.toReversed(), [lines]);
  const shorts = useMemo(() => shortNames(rows, { locale, zone }), [rows, locale, zone]);
  const values = rows.map((line) => amountOf(line, metric));
  const longest = Math.max(0, ...values.map((value) => value ?? 0));
  const isTime = metric === "ran" || metric === "waited";
  const top = isTime ? barTop(values) : longest;
  const ticks = isTime ? timeTicks(top) : metric === "memory" ? byteTicks(top) : numberTicks(top, 1);
  const format = (amount: number) =>
    isTime ? duration(amount, locale) : metric === "memory" ? bytes(amount, locale) : number(amount, locale);
  return (
    <div>
      <div aria-hidden>
        <StackedBars
          bars={rows.map((line, at) => ({
            id: line.id,
            label: nameOf(line),
            short: shorts[at] ?? "",
            href: runHref(dagId, line.run_id, taskId),
            base: 0,
            value: values[at] ?? 0,
            color: STATES[line.state as State]?.stroke ?? "var(--state-none)",
          }))}
          names={{ base: null, value: t(`metric.${metric}`), line: null }}
          format={format}
          ticks={ticks}
          onSelect={(href) => router.push(href)}
        />
      </div>
      {longest > (ticks.at(-1) ?? 0) ? (
        <p className="text-fg-subtle text-xs">{t("cut", { top: format(ticks.at(-1) ?? 0) })}</p>
      ) : null}
    </div>
  );
}
