"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "@/components/ui/card";
import type { GridView } from "@/lib/runs/schema";
import { type TaskTrend, trendsOf } from "./task-trends";
import type { Trend } from "./trend";
import { TrendWords } from "./trend-words";

/** More sentences are not read. */
const MOST_SAID = 8;

type Change = Extract<Trend, { kind: "slower" | "faster" }>;
const changeOf = ({ trend }: TaskTrend): Change | null =>
  trend.kind === "slower" || trend.kind === "faster" ? trend : null;

/** What has become slower or faster, in sentences, the runs first. */
export function WhatChanged({ dagId, grid }: { dagId: string; grid: GridView }) {
  const t = useTranslations("pipeline_durations");
  const { runs, tasks } = useMemo(() => trendsOf(grid), [grid]);
  const changed = [runs, ...tasks].flatMap((one) => {
    const trend = changeOf(one);
    return trend ? [{ ...one, trend }] : [];
  });
  return (
    <Card title={t("changes")} description={t("rule")}>
      {changed.length === 0 ? (
        <p className="text-fg-muted text-sm">
          {runs.trend.kind === "few" ? t("few", { count: runs.trend.needs }) : t("none")}
        </p>
      ) : (
        <div className="grid gap-1.5">
          {changed.slice(0, MOST_SAID).map(({ taskId, trend, versions }) => (
            <TrendWords
              key={taskId ?? " runs"}
              dagId={dagId}
              taskId={taskId}
              trend={trend}
              versions={versions}
            />
          ))}
          {changed.length > MOST_SAID ? (
            <p className="text-fg-muted text-sm">{t("more", { count: changed.length - MOST_SAID })}</p>
          ) : null}
        </div>
      )}
    </Card>
  );
}
