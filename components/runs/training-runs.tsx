"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { trainingRunHref } from "@/components/experiments/queries";
import { Link } from "@/components/ui/link";
import { runQueries } from "./queries";

const SHOWN = 5;

/** The runs of experiments that a try began or took up again; nothing for one that trained nothing. */
export function TrainingRuns({ runId, attemptId }: { runId: string; attemptId: string }) {
  const t = useTranslations("runs");
  const { data } = useQuery(runQueries.trainingRuns(runId));
  const own = (data?.data ?? []).filter((one) =>
    [one.attempt_id, one.held_by_attempt_id].includes(attemptId),
  );
  if (own.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <span className="text-fg-subtle">{t("training_runs")}</span>
      {own.slice(0, SHOWN).map((one) => (
        <Link
          key={one.run_id}
          className="text-accent hover:underline"
          href={trainingRunHref(one.experiment_id, one.run_id)}
        >
          {`${one.experiment_name} / ${one.name}`}
        </Link>
      ))}
      {own.length > SHOWN ? (
        <span className="text-fg-muted">{t("more_training_runs", { count: own.length - SHOWN })}</span>
      ) : null}
    </p>
  );
}
