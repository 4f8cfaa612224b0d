"use client";
import { Database, FlaskConical, GitCommitHorizontal, type LucideIcon, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { experimentHref, trainingRunHref } from "@/components/experiments/queries";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { Card } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { VersionDetail } from "@/lib/models/schema";

const linkClass = "break-words text-accent hover:underline";

/** From the pipeline and the data to the version: each step is a link to what it names. */
export function LineageCard({ version }: { version: VersionDetail }) {
  const t = useTranslations("models");
  const runName = useRunName();
  const { run, lineage } = version;
  const { pipeline, datasets, source_commit: commit } = lineage;
  const isEmpty = !run && !pipeline && datasets.length === 0 && !commit;
  return (
    <Card title={t("lineage")}>
      {isEmpty ? (
        <p className="text-fg-muted text-sm">{t(version.run_id ? "run_gone" : "no_lineage")}</p>
      ) : (
        <ol className="grid gap-3">
          {pipeline ? (
            <Step icon={Workflow} label={t("from_pipeline")}>
              <Link
                className={linkClass}
                href={`${runHref(pipeline.dag_id, pipeline.dag_run_id, pipeline.task_id)}&try=${pipeline.attempt_number}`}
              >
                {`${pipeline.dag_id} › ${pipeline.task_id}`}
              </Link>
              <span className="text-fg-muted text-xs">
                {t("pipeline_version", { number: pipeline.version_number, run: runName(pipeline) })}
                {pipeline.code_sha256 ? <Id id={pipeline.code_sha256} /> : null}
              </span>
            </Step>
          ) : null}
          {commit ? (
            <Step icon={GitCommitHorizontal} label={t("commit")}>
              <Id id={commit} full />
            </Step>
          ) : null}
          {datasets.map(({ name, digest, context }) => (
            <Step key={`${name}-${digest}-${context}`} icon={Database} label={t("dataset")}>
              <span className="break-words">{context ? `${name} (${context})` : name}</span>
              <Id id={digest} full />
            </Step>
          ))}
          {run ? (
            <Step icon={FlaskConical} label={t("run")}>
              <Link className={linkClass} href={trainingRunHref(run.experiment_id, run.id)}>
                {run.name}
              </Link>
              {lineage.experiment_name ? (
                <Link
                  className="break-words text-fg-muted text-xs hover:underline"
                  href={experimentHref(run.experiment_id)}
                >
                  {lineage.experiment_name}
                </Link>
              ) : null}
            </Step>
          ) : null}
        </ol>
      )}
    </Card>
  );
}

function Step({ icon: Icon, label, children }: { icon: LucideIcon; label: string; children: ReactNode }) {
  return (
    <li className="flex gap-3 text-sm">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-fg-subtle" />
      <div className="min-w-0">
        <p className="text-fg-subtle text-xs">{label}</p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">{children}</div>
      </div>
    </li>
  );
}
