"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { runHref } from "@/components/runs/run-href";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import type { ComparedRun, Rerun } from "@/lib/comparison/schema";

type Props = {
  reruns: readonly Rerun[];
  runs: readonly ComparedRun[];
  /** Runs of pipelines that this page has started: what they log joins the comparison by itself. */
  awaited: readonly string[];
  onShow: (runIds: readonly string[], dagRunId: string) => void;
};

/** Runs that were started again from a comparison of these, and what came of them. */
export function RerunPanel({ reruns, runs, awaited, onShow }: Props) {
  const t = useTranslations("comparison");
  const shown = new Set(runs.map(({ id }) => id));
  const arrived = reruns.find(
    ({ dag_run_id, experiment_run_ids }) => awaited.includes(dag_run_id) && experiment_run_ids.length > 0,
  );
  useEffect(() => {
    if (arrived) onShow(arrived.experiment_run_ids, arrived.dag_run_id);
  }, [arrived, onShow]);
  if (reruns.length === 0) return null;
  const nameOf = (id: string | null) => runs.find((run) => run.id === id)?.name ?? "";
  return (
    <Card title={t("reruns")}>
      <ul className="grid gap-2">
        {reruns.map((rerun) => {
          const rest = rerun.experiment_run_ids.filter((id) => !shown.has(id));
          const values = {
            name: nameOf(rerun.run_id),
            other: nameOf(rerun.other_run_id),
            from: rerun.from ?? "–",
            to: rerun.to ?? "–",
            param: rerun.change.kind === "param" ? rerun.change.name : "",
          };
          return (
            <li key={rerun.id} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <span className="min-w-0 break-words">{t(`rerun_of.${rerun.change.kind}`, values)}</span>
              {rerun.state === null ? (
                <span className="text-fg-subtle text-xs">{t("rerun_gone")}</span>
              ) : (
                <Link href={runHref(rerun.dag_id, rerun.dag_run_id)} className="rounded-sm hover:underline">
                  <StatusBadge state={rerun.state} />
                </Link>
              )}
              {rest.length > 0 ? (
                <Button size="sm" icon={Plus} onClick={() => onShow(rest, rerun.dag_run_id)}>
                  {t("show_beside")}
                </Button>
              ) : rerun.experiment_run_ids.length > 0 ? (
                <span className="text-fg-subtle text-xs">{t("is_beside")}</span>
              ) : (
                <span className="text-fg-subtle text-xs">
                  {t(isOver(rerun.state) ? "logged_nothing" : "nothing_yet")}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** Whether the pipeline's run still may log something. */
export function isOver(state: string | null): boolean {
  return state !== "queued" && state !== "running";
}
