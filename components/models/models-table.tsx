"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Box, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useTableParams } from "@/components/data-table/use-table-params";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { modelHref, modelQueries } from "./queries";
import { useModelColumns } from "./use-model-columns";

const ModelDialog = dynamic(() => import("./model-dialog").then((module) => module.ModelDialog), {
  ssr: false,
});

const snippetOf = (origin: string) => `export MLFLOW_TRACKING_URI=${origin}/mlflow
export MLFLOW_TRACKING_TOKEN=gwj_pat_...

python - <<'PY'
import mlflow
from sklearn.dummy import DummyRegressor

with mlflow.start_run():
    mlflow.log_metric("auc", 0.8)
    mlflow.sklearn.log_model(
        DummyRegressor(), name="model", registered_model_name="flights")
mlflow.MlflowClient().set_registered_model_alias("flights", "champion", "1")
PY`;

/** Registered models by name; the search is in the URL. */
export function ModelsTable({ canWrite, origin }: { canWrite: boolean; origin: string }) {
  const t = useTranslations("models");
  const router = useRouter();
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [isMaking, setMaking] = useState(false);
  const params = useTableParams();
  const list = useInfiniteQuery({ ...modelQueries.pages(q), placeholderData: keepPreviousData });
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const columns = useModelColumns();
  if (list.isPending) return <TableSkeleton rows={6} label={t("title")} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const make = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("create")}
    </Button>
  ) : null;
  return (
    <>
      {rows.length === 0 && q === "" ? (
        <EmptyState
          icon={<Box aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={make}
          snippet={snippetOf(origin)}
          snippetTitle={t("empty_snippet")}
          className="max-w-2xl"
        />
      ) : (
        <>
          <Toolbar end={make}>
            <SearchInput
              label={t("search")}
              clearLabel={t("search_clear")}
              value={q}
              onChange={(next) => void setQ(next || null)}
            />
          </Toolbar>
          <DataTable
            label={t("title")}
            columns={columns}
            rows={rows}
            rowId={(row) => row.name}
            params={params}
            sorting={list.hasNextPage ? "server" : "loaded"}
            rowHref={(row) => modelHref(row.name)}
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
            empty={<FilterEmpty filters={[q]} onClear={() => void setQ(null)} />}
          />
        </>
      )}
      {isMaking ? (
        <ModelDialog
          target={null}
          onClose={() => setMaking(false)}
          onSaved={(name) => router.push(modelHref(name))}
        />
      ) : null}
    </>
  );
}
