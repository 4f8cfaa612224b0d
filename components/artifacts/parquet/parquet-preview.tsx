"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { number } from "@/lib/client/format";
import type { ArtifactSource } from "../source";
import { TablePreview } from "../table-preview";
import { parquetQuery } from "./parquet-query";

/** The first rows of a parquet file, read here and not by the server, in parts. */
export function ParquetPreview({ head, source }: { head: ArtifactHead; source: ArtifactSource }) {
  const t = useTranslations("viewer");
  const locale = useLocale();
  const found = useQuery(
    parquetQuery(source.queryKey, { href: source.downloadHref, sizeBytes: head.size_bytes }),
  );
  const answer = found.data;
  if (found.isPending) return <Skeleton className="h-64" />;
  if (answer?.kind !== "table")
    return (
      <p className="py-8 text-center text-fg-muted text-sm">
        {t(answer?.kind === "too-large" ? "parquet_too_large" : "parquet_unreadable")}
      </p>
    );
  const { rows, total_rows } = answer.table;
  return (
    <>
      <p className="nums text-fg-muted text-xs" role="status">
        {rows.length === total_rows
          ? t("all_rows", { count: rows.length })
          : t("some_rows", { shown: number(rows.length, locale), total: number(total_rows ?? 0, locale) })}
      </p>
      <TablePreview table={answer.table} label={head.path} />
    </>
  );
}
