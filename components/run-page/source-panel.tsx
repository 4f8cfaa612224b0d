"use client";
import { useTranslations } from "next-intl";
import { DiffText } from "@/components/artifacts/diff-text";
import { Card, KeyValueList } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { commitHref } from "./commit-href";
import { Environment } from "./environment";

/** What ran: the program, its commit, what was not committed, and the packages. */
export function SourcePanel({ run }: { run: TrainingRunDetail }) {
  const t = useTranslations("run_page");
  const tag = (name: string) => run.tags[`mlflow.source.${name}`];
  const diff = tag("git.diff");
  const isDirty = tag("git.dirty");
  const facts = [
    { key: "name", label: t("source_name"), value: tag("name") },
    { key: "type", label: t("source_type"), value: tag("type") },
    { key: "entry", label: t("entry_point"), value: run.tags["mlflow.project.entryPoint"] },
    { key: "repository", label: t("repository"), value: tag("git.repoURL") },
    { key: "branch", label: t("branch"), value: tag("git.branch") },
    { key: "commit", label: t("commit"), value: tag("git.commit") && <Commit run={run} /> },
    {
      key: "dirty",
      label: t("uncommitted"),
      value: isDirty && t(/^true$/i.test(isDirty) ? "is_dirty" : "is_clean"),
    },
  ].filter(({ value }) => value !== undefined && value !== "");
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
      <Card title={t("source")}>
        {facts.length > 0 ? (
          <KeyValueList items={facts} />
        ) : (
          <p className="text-fg-muted text-sm">{t("no_source")}</p>
        )}
      </Card>
      <Environment run={run} />
      {diff ? (
        <Card
          title={t("diff")}
          description={t("diff_text")}
          actions={<CopyButton text={diff} />}
          className="lg:col-span-2"
        >
          <DiffText text={diff} />
        </Card>
      ) : null}
    </div>
  );
}

function Commit({ run }: { run: TrainingRunDetail }) {
  const commit = run.tags["mlflow.source.git.commit"] ?? "";
  const href = commitHref(run.tags["mlflow.source.git.repoURL"], commit);
  return (
    <span className="inline-flex min-w-0 items-center gap-1 font-mono text-xs">
      {href ? (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="break-all text-accent hover:underline"
        >
          {commit}
        </a>
      ) : (
        <span className="break-all">{commit}</span>
      )}
      <CopyButton text={commit} />
    </span>
  );
}
