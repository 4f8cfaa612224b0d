"use client";
import { Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useEffect } from "react";
import { ColumnPicker } from "@/components/data-table/column-picker";
import { useTableParams } from "@/components/data-table/use-table-params";
import { Toolbar } from "@/components/layout/page-header";
import { SearchInput } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { EXAMPLE, pipelineHref, SHOWS, tagsOf } from "./list-model";
import { ShowLinks } from "./show-links";
import { type ListRights, usePipelineColumns } from "./use-columns";
import { usePipelineList } from "./use-pipeline-list";

const loadRows = () => import("./pipeline-rows");
const PipelineRows = dynamic(() => loadRows().then((module) => module.PipelineRows), {
  ssr: false,
  loading: () => <Skeleton className="h-80" />,
});

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";

export function PipelinesTable(rights: ListRights) {
  const t = useTranslations("pipelines");
  const [filter, setFilter] = useQueryStates({
    q: parseAsString.withDefault(""),
    tag: parseAsString.withDefault(""),
    show: parseAsStringLiteral(SHOWS),
  });
  const params = useTableParams();
  // Beside the data and not after it.
  useEffect(() => void loadRows(), []);
  const onTag = useCallback((tag: string) => void setFilter({ tag }), [setFilter]);
  const columns = usePipelineColumns(rights, onTag);
  const { list, rows, tags, counts, isEmpty } = usePipelineList(filter, params.sort !== null);

  if (list.isPending) return <TableSkeleton rows={10} label={t("title")} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (isEmpty)
    return (
      <EmptyState
        icon={<Workflow aria-hidden />}
        title={t("empty_title")}
        description={t("empty_text")}
        snippet={EXAMPLE.text}
        snippetTitle={EXAMPLE.path}
      />
    );

  const names = [filter.q, filter.tag, filter.show ? t(`show.${filter.show}`) : ""];
  return (
    <>
      <Toolbar end={<ColumnPicker columns={columns} params={params} />}>
        <SearchInput
          label={t("search")}
          clearLabel={t("search_clear")}
          value={filter.q}
          onChange={(q) => void setFilter({ q: q || null })}
        />
        <Select
          label={t("filter_tag")}
          className="w-40"
          options={[
            { value: ANY, label: t("any_tag") },
            ...tagsOf(tags, filter.tag).map((tag) => ({ value: tag, label: tag })),
          ]}
          value={filter.tag || ANY}
          onChange={(tag) => void setFilter({ tag: tag === ANY ? null : tag })}
        />
        <ShowLinks counts={counts} chosen={filter.show} onChoose={(show) => void setFilter({ show })} />
      </Toolbar>
      <PipelineRows
        label={t("title")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.dag_id}
        params={params}
        sorting="loaded"
        rowHref={(row) => pipelineHref(row.dag_id)}
        footer={
          list.hasNextPage ? (
            <LoadMore
              shown={rows.length}
              hasMore
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          ) : undefined
        }
        empty={
          <FilterEmpty
            filters={names.filter((name) => name !== "")}
            onClear={() => void setFilter({ q: null, tag: null, show: null })}
          />
        }
      />
    </>
  );
}
