"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { PREVIEW_BYTES, textFormat } from "@/lib/artifacts/values";
import { bytes, number } from "@/lib/client/format";
import { ParquetPreview } from "./parquet/parquet-preview";
import { HtmlPreview, ImagePreview } from "./previews";
import { type ArtifactSource, headQuery } from "./source";
import { TablePreview } from "./table-preview";
import { TextPreview } from "./text-preview";

/** Shows one artifact by what it holds. Mount it with a key, because its state belongs to one artifact. */
export function ArtifactViewer({ source }: { source: ArtifactSource }) {
  const t = useTranslations("viewer");
  const [look, setLook] = useState<"shown" | "source">("shown");
  const found = useQuery(headQuery(source, "auto"));
  const head = found.data;
  if (found.isPending)
    return (
      <div role="status" aria-label={t("loading")}>
        <Skeleton className="h-64" />
      </div>
    );
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!head) return null;
  return (
    <div className="grid min-w-0 gap-2">
      {hasSource(head) ? (
        <SegmentedControl
          label={t("look")}
          className="justify-self-start"
          options={(["shown", "source"] as const).map((value) => ({ value, label: t(`looks.${value}`) }))}
          value={look}
          onChange={setLook}
        />
      ) : null}
      {look === "source" && hasSource(head) ? (
        <SourceText source={source} />
      ) : (
        <Shown head={head} source={source} />
      )}
    </div>
  );
}

/** The text of what is shown in another form. */
function hasSource(head: ArtifactHead): boolean {
  if (head.kind === "table") return head.shown_bytes > 0;
  return head.kind === "html" || (head.kind === "text" && textFormat(head) !== "plain");
}

function SourceText({ source }: { source: ArtifactSource }) {
  const found = useQuery(headQuery(source, "text"));
  if (found.isPending) return <Skeleton className="h-64" />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <TextPreview head={found.data} source={source} format="plain" />;
}

function Shown({ head, source }: { head: ArtifactHead; source: ArtifactSource }) {
  const t = useTranslations("viewer");
  const locale = useLocale();
  switch (head.kind) {
    case "binary":
      return <Note>{t("no_preview")}</Note>;
    case "parquet":
      return <ParquetPreview head={head} source={source} />;
    case "image":
    case "html": {
      const limit = PREVIEW_BYTES[head.kind];
      if (head.size_bytes > limit) return <Note>{t("too_large", { limit: bytes(limit, locale) })}</Note>;
      const Preview = head.kind === "image" ? ImagePreview : HtmlPreview;
      return <Preview href={source.previewHref} path={head.path} />;
    }
    case "table":
      return head.table ? (
        <>
          <p className="nums text-fg-muted text-xs" role="status">
            {rowsText(head.table)}
          </p>
          <TablePreview table={head.table} label={head.path} />
        </>
      ) : null;
    case "text":
      return <TextPreview head={head} source={source} format={textFormat(head)} />;
  }
  function rowsText({ rows, total_rows }: NonNullable<ArtifactHead["table"]>): string {
    const shown = number(rows.length, locale);
    if (total_rows === null) return t("first_rows", { shown, size: bytes(head.size_bytes, locale) });
    return total_rows === rows.length
      ? t("all_rows", { count: rows.length })
      : t("some_rows", { shown, total: number(total_rows, locale) });
  }
}

function Note({ children }: { children: string }) {
  return <p className="py-8 text-center text-fg-muted text-sm">{children}</p>;
}
