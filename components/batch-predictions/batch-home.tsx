"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { endpointHref } from "@/components/endpoints/queries";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { versionHref } from "@/components/models/queries";
import { Duration, RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, KeyValueList, Stat } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Link } from "@/components/ui/link";
import type { BatchView } from "@/lib/batch-predictions/schema";
import { isEnded } from "@/lib/batch-predictions/values";
import { BatchDeed } from "./batch-deed";
import { BatchProgress } from "./batch-progress";
import { BatchStateBadge } from "./batch-state";
import { ErrorsCard } from "./errors-card";
import { batchQueries, fileHref } from "./queries";
import { sourceText } from "./source-text";

/** One batch prediction: how far it is, what went wrong, and its files. */
export function BatchHome({ initial, canRun }: { initial: BatchView; canRun: boolean }) {
  const t = useTranslations("batch_predictions");
  const format = useFormatter();
  const { data: batch } = useQuery({ ...batchQueries.detail(initial.id), initialData: initial });
  const name =
    "row_count" in batch.source
      ? t("given_rows", { count: batch.source.row_count })
      : (sourceText(batch) ?? t("uploaded"));
  const count = (value: number | null) => (value === null ? "–" : format.number(value));
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/batch-predictions" }, { label: batch.id }]}
          />
        }
        title={<span className="break-all">{name}</span>}
        badges={<BatchStateBadge state={batch.state} />}
        actions={
          <>
            {canRun ? <BatchDeed batch={batch} /> : null}
            {batch.files ? (
              <Button asChild variant="primary">
                <a href={fileHref(batch.id, "output")} download>
                  <Download aria-hidden />
                  {t("download_output")}
                </a>
              </Button>
            ) : null}
          </>
        }
      />
      {batch.error ? (
        <p role="alert" className="rounded-lg border border-danger/40 bg-danger/5 px-4 py-2 text-sm">
          {batch.error}
        </p>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <Card title={t("progress")}>
            <div className="grid gap-4">
              <BatchProgress batch={batch} />
              <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
                <Stat label={t("rows")} value={count(batch.rows)} />
                <Stat label={t("answered")} value={count(batch.rows_done - batch.rows_failed)} />
                <Stat label={t("without_answer")} value={count(batch.rows_failed)} />
                <Stat
                  label={t("parts")}
                  value={t("parts_of", { done: batch.parts_done, all: batch.parts })}
                  detail={
                    batch.parts_failed > 0 ? t("parts_failed", { count: batch.parts_failed }) : undefined
                  }
                />
              </div>
            </div>
          </Card>
          <ErrorsCard batch={batch} />
        </div>
        <Card title={t("facts")}>
          <KeyValueList
            items={[
              {
                label: t("model"),
                value: (
                  <Link href={versionHref(batch.model.name, batch.model.version)} className="hover:underline">
                    {`${batch.model.name} v${batch.model.version}`}
                  </Link>
                ),
              },
              ...(batch.endpoint
                ? [
                    {
                      label: t("endpoint"),
                      value: (
                        <Link href={endpointHref(batch.endpoint)} className="hover:underline">
                          {batch.endpoint}
                        </Link>
                      ),
                    },
                  ]
                : []),
              ...(batch.feature_service
                ? [{ label: t("feature_service"), value: batch.feature_service }]
                : []),
              { label: t("file"), value: <span className="break-all">{name}</span> },
              { label: t("format"), value: batch.format.toUpperCase() },
              { label: t("key_columns"), value: batch.key_columns.join(", ") || t("none") },
              { label: t("rows_per_run"), value: String(batch.rows_per_run) },
              { label: t("started_by"), value: batch.created_by },
              { label: t("created"), value: <RelativeTime at={batch.created_at} /> },
              ...(batch.started_at
                ? [{ label: t("took"), value: <Duration from={batch.started_at} to={batch.ended_at} /> }]
                : []),
              ...(batch.files
                ? [
                    {
                      label: t("output"),
                      value: (
                        <span className="flex min-w-0 items-center gap-1">
                          <code className="min-w-0 break-all text-xs">{batch.files.output}</code>
                          <CopyButton text={batch.files.output ?? ""} label={t("copy_address")} />
                        </span>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          {batch.files && isEnded(batch.state) ? (
            <div className="mt-3 flex flex-wrap gap-2">
              {(["errors", "manifest"] as const).map((file) => (
                <Button key={file} asChild size="sm">
                  <a href={fileHref(batch.id, file)} download>
                    <Download aria-hidden />
                    {t(`files.${file}`)}
                  </a>
                </Button>
              ))}
            </div>
          ) : null}
        </Card>
      </div>
    </>
  );
}
