"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/choice";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { ArtifactRows } from "./artifact-rows";
import { artifactQueries } from "./queries";

const PreviewDialog = dynamic(() => import("./preview-dialog").then((module) => module.PreviewDialog), {
  ssr: false,
});

/** The artifacts of a run; new ones appear by themselves. */
export function RunArtifacts({ runId }: { runId: string }) {
  const t = useTranslations("artifacts");
  const [view, setView] = useQueryStates({
    preview: parseAsString,
    tries: parseAsStringLiteral(["latest", "all"]).withDefault("latest"),
  });
  const pages = useInfiniteQuery({
    ...artifactQueries.ofRun(runId, view.tries),
    placeholderData: keepPreviousData,
  });
  const artifacts = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Card
      title={t("title")}
      flush
      actions={
        <Switch
          label={t("earlier_tries")}
          checked={view.tries === "all"}
          onChange={(on) => void setView({ tries: on ? "all" : null })}
        />
      }
    >
      {pages.isPending ? <TableSkeleton rows={3} label={t("title")} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && artifacts.length === 0 ? (
        <p className="px-4 py-6 text-fg-muted text-sm">{t("run_empty")}</p>
      ) : null}
      {artifacts.length > 0 ? (
        <>
          <ArtifactRows
            artifacts={artifacts}
            canDelete={false}
            onPreview={(preview) => void setView({ preview })}
          />
          {pages.hasNextPage ? (
            <LoadMore
              shown={artifacts.length}
              hasMore
              busy={pages.isFetchingNextPage}
              onMore={() => void pages.fetchNextPage()}
            />
          ) : null}
        </>
      ) : null}
      {view.preview === null ? null : (
        <PreviewDialog id={view.preview} onChange={(preview) => void setView({ preview })} />
      )}
    </Card>
  );
}
