"use client";
import { CircleCheck, CircleDashed, FileWarning } from "lucide-react";
import { useTranslations } from "next-intl";
import { runsHref } from "@/components/runs/runs-href";
import { useErrorWords } from "@/components/runs/use-error-words";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { StatusIcon } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import type { FailingPipeline, HomeReply } from "@/lib/home/schema";
import { pipelineHref, runHref } from "./hrefs";

type FailingCardProps = { failing: readonly FailingPipeline[]; pipelines: HomeReply["pipelines"] };

export function FailingCard({ failing, pipelines }: FailingCardProps) {
  const t = useTranslations("home");
  const nameOf = useRunName();
  const words = useErrorWords();
  const { import_errors: importErrors } = pipelines;
  const errors =
    importErrors > 0 ? (
      <Link href="/pipelines" className="flex items-center gap-1.5 text-danger text-xs hover:underline">
        <FileWarning aria-hidden className="size-3.5" />
        {t("import_errors", { count: importErrors })}
      </Link>
    ) : null;
  const actions = (
    <>
      {errors}
      <Link
        href={runsHref({ state: ["failed"], when: "7d" })}
        className="text-accent text-sm hover:underline"
      >
        {t("all_failed")}
      </Link>
    </>
  );
  if (failing.length === 0) {
    return (
      <Card title={t("failing")} actions={actions}>
        <NoneFailing pipelines={pipelines} />
      </Card>
    );
  }
  return (
    <Card title={t("failing")} actions={actions} flush>
      <Table label={t("failing")}>
        <thead>
          <tr>
            <Th>{t("pipeline")}</Th>
            <Th>{t("failed_task")}</Th>
            <Th>{t("run")}</Th>
            <Th className="w-32 text-right">{t("when")}</Th>
          </tr>
        </thead>
        <tbody>
          {failing.map((row) => (
            <Tr key={row.dag_id}>
              <Td className="font-medium">
                <span className="flex items-center gap-1.5">
                  <StatusIcon state="failed" />
                  <Link href={pipelineHref(row.dag_id)} className="hover:underline">
                    {row.dag_id}
                  </Link>
                </span>
              </Td>
              <Td>
                {row.task_id ? (
                  <Link
                    href={`${runHref(row.dag_id, row.run_id)}?task=${encodeURIComponent(row.task_id)}`}
                    className="grid min-w-40 hover:underline"
                  >
                    <code className="text-xs">{row.task_id}</code>
                    <span className="line-clamp-2 text-danger text-xs [overflow-wrap:anywhere]">
                      {words(row).headline}
                    </span>
                  </Link>
                ) : (
                  <span className="text-fg-subtle">{t("no_task")}</span>
                )}
              </Td>
              <Td className="max-w-64 truncate">
                <Link href={runHref(row.dag_id, row.run_id)} title={row.run_key} className="hover:underline">
                  {nameOf(row)}
                </Link>
              </Td>
              <Td className="text-right text-fg-muted">
                {row.finished_at ? <RelativeTime at={row.finished_at} /> : null}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** Nothing failed, which is good news only if runs have finished. */
function NoneFailing({ pipelines: { finished, total } }: Pick<FailingCardProps, "pipelines">) {
  const t = useTranslations("home");
  const [Icon, look] = finished > 0 ? [CircleCheck, "text-success"] : [CircleDashed, "text-fg-subtle"];
  const text =
    finished === 0
      ? t("failing_never")
      : finished < total
        ? t("failing_none_of", { finished, total })
        : t("failing_none");
  return (
    <p className="flex items-center gap-2 text-fg-muted text-sm">
      <Icon aria-hidden className={cn("size-4 shrink-0", look)} />
      {text}
    </p>
  );
}
