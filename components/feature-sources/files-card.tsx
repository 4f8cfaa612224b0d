"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { featureQueries } from "@/components/features/queries";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { bytes, number } from "@/lib/client/format";
import type { FeatureSourceView } from "@/lib/features/schema";
import { sourceFile } from "./source-file";

const ArtifactViewer = dynamic(
  () => import("@/components/artifacts/artifact-viewer").then((module) => module.ArtifactViewer),
  { ssr: false, loading: () => <Skeleton className="h-64" /> },
);

/** What is there at this moment, and the columns and first rows of one of the files. */
export function FilesCard({ source }: { source: FeatureSourceView }) {
  const t = useTranslations("features.sources");
  const locale = useLocale();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery(featureQueries.sourceFiles(source.name, source.version));
  const files = list.data?.data ?? [];
  const shown = files.find(({ path }) => path === chosen) ?? files.at(-1);
  return (
    <Card
      title={t("files")}
      description={
        list.data && files.length > 0
          ? t("files_text", {
              count: files.length,
              more: list.data.is_cut ? "yes" : "no",
              size: bytes(list.data.size_bytes, locale),
            })
          : undefined
      }
      actions={
        files.length > 1 ? (
          <Select
            label={t("file")}
            className="w-64 max-w-full"
            value={shown?.path}
            onChange={setChosen}
            options={files.map(({ path, size_bytes }) => ({
              value: path,
              label: `${path} · ${bytes(size_bytes, locale)}`,
            }))}
          />
        ) : null
      }
    >
      {list.isPending ? <Skeleton className="h-64" /> : null}
      {list.error && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
      ) : null}
      {list.data && !shown ? (
        <p className="text-fg-muted text-sm">{t("files_none", { format: source.format })}</p>
      ) : null}
      {shown ? (
        <>
          <p className="mb-2 break-all font-mono text-fg-muted text-xs">
            {`${shown.path} · ${number(files.indexOf(shown) + 1, locale)}/${number(files.length, locale)}`}
          </p>
          <ArtifactViewer key={`${shown.path} ${shown.size_bytes}`} source={sourceFile(source.name, shown)} />
        </>
      ) : null}
    </Card>
  );
}
