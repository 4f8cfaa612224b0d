"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AbsoluteTime, Duration } from "@/components/time/time";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { RunView } from "@/lib/runs/schema";
import { RanFor } from "./ran-for";
import { versionHref } from "./run-href";
import { RunType } from "./run-type";

/** Facts of a run: kind, version, interval, start, who started it, and its ids. */
export function RunFacts({ run }: { run: RunView }) {
  const t = useTranslations("runs");
  const started = run.first_started_at ?? run.started_at;
  const { data_interval_start: start, data_interval_end: end } = run;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Fact label={t("type")}>
        <RunType type={run.run_type} />
      </Fact>
      <Fact label={t("version")}>
        <Link className="text-accent hover:underline" href={versionHref(run.dag_id, run.version)}>
          {t("version_number", { number: run.version })}
        </Link>
      </Fact>
      {start && end && start !== end ? (
        <Fact label={t("interval")}>
          <AbsoluteTime at={start} zone={run.time_zone ?? "UTC"} seconds={false} /> {"–"}{" "}
          <AbsoluteTime at={end} zone={run.time_zone ?? "UTC"} seconds={false} />
        </Fact>
      ) : run.logical_date ? (
        <Fact label={t("logical_date")}>
          <AbsoluteTime at={run.logical_date} zone={run.time_zone ?? "UTC"} seconds={false} />
        </Fact>
      ) : null}
      <Fact label={started ? t("started") : t("queued")}>
        <AbsoluteTime at={started ?? run.queued_at} />
      </Fact>
      {run.triggered_by ? <Fact label={t("triggered_by")}>{run.triggered_by}</Fact> : null}
      {run.backfill_id ? (
        <Fact label={t("backfill")}>
          <Link
            className="text-accent hover:underline"
            href={`/pipelines/${encodeURIComponent(run.dag_id)}?backfill=${encodeURIComponent(run.backfill_id)}`}
          >
            {t("backfill_runs")}
          </Link>
        </Fact>
      ) : null}
      <Fact label={t("run_id")}>
        <Id id={run.id} />
      </Fact>
      <Fact label={t("run_key")}>
        <Id id={run.run_key} full />
      </Fact>
    </dl>
  );
}

/** How long a run took; with several rounds also over which time. Nothing for one that has not started. */
export function RunTook({ run }: { run: RunView }) {
  const t = useTranslations("runs");
  const started = run.first_started_at ?? run.started_at;
  if (!started || (run.started_at === null && run.ran_before_ms === 0)) return null;
  if (run.rounds_before === 0) return <RanFor tries={[run]} />;
  return t.rich("ran_over", {
    ran: () => <RunRan run={run} />,
    span: () => <Duration from={started} to={run.finished_at} />,
    count: run.rounds_before + 1,
  });
}

/** Running time of all rounds, without the time between them. */
export function RunRan({ run }: { run: Pick<RunView, "started_at" | "finished_at" | "ran_before_ms"> }) {
  if (run.started_at === null) return run.ran_before_ms > 0 ? <Duration ms={run.ran_before_ms} /> : null;
  return <RanFor tries={[run]} beforeMs={run.ran_before_ms} />;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-fg-subtle text-xs">{label}</dt>
      <dd className="nums min-h-6 text-sm leading-6">{children}</dd>
    </div>
  );
}
