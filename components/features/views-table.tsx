"use client";
import { useQuery } from "@tanstack/react-query";
import { Layers, Plus } from "lucide-react";
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
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { matchesSearch } from "./matches";
import { featureQueries, viewHref } from "./queries";
import { firstViewSnippet } from "./snippets";
import { useViewColumns } from "./use-view-columns";

const ViewDialog = dynamic(() => import("./view-dialog").then((module) => module.ViewDialog), { ssr: false });

/** Every view; the search, which also finds features and entities, is in the URL. */
export function ViewsTable({ canWrite, origin }: { canWrite: boolean; origin: string }) {
  const t = useTranslations("features");
  const router = useRouter();
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [isMaking, setMaking] = useState(false);
  const params = useTableParams();
  const columns = useViewColumns();
  const list = useQuery(featureQueries.views());
  const all = list.data?.data;
  const rows = useMemo(
    () =>
      all?.filter((row) => matchesSearch(row, q, [...row.entities, ...row.fields.map(({ name }) => name)])),
    [all, q],
  );
  if (list.isPending) return <TableSkeleton rows={6} label={t("views.title")} />;
  if (!all || !rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const make = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("views.create")}
    </Button>
  ) : null;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState
          icon={<Layers aria-hidden />}
          title={t("views.empty_title")}
          description={t("views.empty_text")}
          action={make}
          snippet={firstViewSnippet(origin)}
          snippetTitle={t("views.empty_snippet")}
          className="max-w-2xl"
        />
      ) : (
        <>
          <Toolbar end={make}>
            <SearchInput
              label={t("views.search")}
              clearLabel={t("search_clear")}
              value={q}
              onChange={(next) => void setQ(next || null)}
            />
          </Toolbar>
          <DataTable
            label={t("views.title")}
            columns={columns}
            rows={rows}
            rowId={(row) => row.name}
            params={params}
            sorting="loaded"
            rowHref={(row) => viewHref(row.name)}
            empty={<FilterEmpty filters={[q]} onClear={() => void setQ(null)} />}
          />
        </>
      )}
      {isMaking ? (
        <ViewDialog
          target={null}
          onClose={() => setMaking(false)}
          onSaved={(view) => router.push(viewHref(view.name))}
        />
      ) : null}
    </>
  );
}
