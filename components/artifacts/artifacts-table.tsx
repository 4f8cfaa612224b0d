"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Toolbar } from "@/components/layout/page-header";
import { NO_FILTER } from "@/components/pipelines/list-model";
import { pipelineQueries } from "@/components/pipelines/queries";
import { SearchInput } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { ArtifactRows } from "./artifact-rows";
import { PreviewDialog } from "./preview-dialog";
import { artifactQueries } from "./queries";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
const TYPES = ["text/html", "image/", "text/csv", "application/json", "text/plain", "text/markdown"] as const;

/** All artifacts, newest first; the URL has filters and the open preview. */
export function ArtifactsTable({ canDelete }: { canDelete: boolean }) {
  const t = useTranslations("artifacts");
  const [{ preview, ...filter }, setView] = useQueryStates({
    dag_id: parseAsString.withDefault(""),
    path: parseAsString.withDefault(""),
    type: parseAsString.withDefault(""),
    preview: parseAsString,
  });
  const pipelines = useInfiniteQuery(pipelineQueries.pages(NO_FILTER));
  const pages = useInfiniteQuery({ ...artifactQueries.list(filter), placeholderData: keepPreviousData });
  const artifacts = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const known = pipelines.data?.pages.flatMap((page) => page.data.map((pipeline) => pipeline.dag_id)) ?? [];
  const names = new Set([...known, filter.dag_id]);
  const types = new Set<string>([...TYPES, filter.type]);
  const used = [filter.dag_id, filter.path, filter.type].filter((value) => value !== "");
  const none = pages.isSuccess && artifacts.length === 0;
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t("search")}
          clearLabel={t("search_clear")}
          value={filter.path}
          onChange={(path) => void setView({ path: path || null })}
        />
        {pipelines.hasNextPage ? (
          <SearchInput
            label={t("filter_pipeline_name")}
            clearLabel={t("search_clear")}
            value={filter.dag_id}
            onChange={(dagId) => void setView({ dag_id: dagId || null })}
          />
        ) : (
          <Select
            label={t("filter_pipeline")}
            className="w-40"
            options={[{ value: ANY, label: t("any_pipeline") }, ...optionsOf(names)]}
            value={filter.dag_id || ANY}
            onChange={(dagId) => void setView({ dag_id: dagId === ANY ? null : dagId })}
          />
        )}
        <Select
          label={t("filter_type")}
          className="w-40"
          options={[{ value: ANY, label: t("any_type") }, ...optionsOf(types, { "image/": t("images") })]}
          value={filter.type || ANY}
          onChange={(type) => void setView({ type: type === ANY ? null : type })}
        />
      </Toolbar>
      {pages.isPending ? <TableSkeleton rows={10} label={t("title")} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {none && used.length > 0 ? (
        <FilterEmpty filters={used} onClear={() => void setView({ dag_id: null, path: null, type: null })} />
      ) : null}
      {none && used.length === 0 ? (
        <EmptyState
          icon={<Archive aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          snippet={EXAMPLE}
          snippetTitle={t("empty_snippet")}
        />
      ) : null}
      {artifacts.length > 0 ? (
        <div className="min-w-0 overflow-hidden rounded-lg border bg-surface shadow-card">
          <ArtifactRows
            artifacts={artifacts}
            showRun
            onPreview={(id) => void setView({ preview: id })}
            canDelete={canDelete}
          />
          <LoadMore
            shown={artifacts.length}
            hasMore={pages.hasNextPage}
            busy={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
          />
        </div>
      ) : null}
      <PreviewDialog id={preview} onChange={(id) => void setView({ preview: id })} />
    </>
  );
}

/** Example code that stores an artifact. */
const EXAMPLE = `import { artifacts } from "gwanje/task";

await artifacts.put("report.html", "<h1>Calibration</h1>");`;

function optionsOf(values: Iterable<string>, labels: Record<string, string> = {}) {
  return [...values]
    .filter((value) => value !== "")
    .map((value) => ({ value, label: labels[value] ?? value }));
}
