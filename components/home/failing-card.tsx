"use client";
import { CircleCheck, FileWarning } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { StatusIcon } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FailingPipeline } from "@/lib/home/schema";
import { pipelineHref, runHref } from "./hrefs";

export function FailingCard({
  failing,
  importErrors,
}: {
  failing: readonly FailingPipeline[];
  importErrors: number;
}) {
  const t = useTranslations("home");
  const errors =
    importErrors > 0 ? (
      <Link href="/pipelines" className="flex items-center gap-1.5 text-danger text-xs hover:underline">
        <FileWarning aria-hidden className="size-3.5" />
        {t("import_errors", { count: importErrors })}
      </Link>
    ) : null;
  if (failing.length === 0) {
    return (
      <Card title={t("failing")} actions={errors}>
        <p className="flex items-center gap-2 text-fg-muted text-sm">
          <CircleCheck aria-hidden className="size-4 text-success" />
          {t("failing_none")}
        </p>
      </Card>
    );
  }
  return (
    <Card title={t("failing")} actions={errors} flush>
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
                  <code className="text-xs">{row.task_id}</code>
                ) : (
                  <span className="text-fg-subtle">{t("no_task")}</span>
                )}
              </Td>
              <Td className="max-w-64 truncate">
                <Link href={runHref(row.dag_id, row.run_id)} className="hover:underline">
                  {row.run_key}
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
