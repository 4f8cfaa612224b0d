"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Legend } from "@/components/charts/legend";
import { LineChart } from "@/components/charts/line-chart";
import { lookOf } from "@/components/charts/lines";
import { timeTicks } from "@/components/charts/nice-ticks";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { duration } from "@/lib/client/format";
import type { GridView } from "@/lib/runs/schema";
import { barTop } from "./grid-bars";
import { taskHref } from "./run-href";
import { longestTasks } from "./task-trends";

const MOST_LINES = 6;
const HEIGHT_PX = 240;

type Props = {
  dagId: string;
  grid: GridView;
  /** Names of the runs from old to new. */
  shorts: readonly string[];
};

/** A line for each of the tasks that take longest, from old to new. */
export function TaskDurations({ dagId, grid, shorts }: Props) {
  const t = useTranslations("pipeline_durations");
  const locale = useLocale();
  const tasks = useMemo(() => longestTasks(grid, MOST_LINES), [grid]);
  const lines = useMemo(
    () =>
      tasks.map(({ taskId, at }, place) => ({
        id: taskId,
        name: taskId,
        look: lookOf(place),
        points: grid.cells.toReversed().map((line, x) => {
          const cell = line[at];
          return { x, y: cell?.[1] === "success" ? cell[3] : null };
        }),
      })),
    [tasks, grid],
  );
  if (lines.length === 0) return null;
  const format = (ms: number) => duration(ms, locale);
  return (
    <Card title={t("by_task")} description={t("by_task_detail", { count: lines.length })}>
      <LineChart
        lines={lines}
        isLog={false}
        height={HEIGHT_PX}
        formatX={(x) => shorts[Math.round(x)] ?? ""}
        formatY={format}
        ticksY={timeTicks(Math.max(...lines.map(({ points }) => barTop(points.map(({ y }) => y)))))}
      />
      <Legend
        label={t("by_task")}
        items={lines.map(({ id, look }, place) => ({
          id,
          look,
          name: (
            <Link href={taskHref(dagId, id)} className="hover:underline">
              {id} <span className="nums text-fg-subtle">{format(tasks[place]?.medianMs ?? 0)}</span>
            </Link>
          ),
        }))}
      />
    </Card>
  );
}
