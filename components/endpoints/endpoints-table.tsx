"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus, Radio } from "lucide-react";
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
import type { EndpointView } from "@/lib/endpoints/schema";
import { firstEndpointSnippet } from "./playground/code";
import { endpointHref, endpointQueries } from "./queries";
import { statesOf } from "./state-model";
import { type EndpointRow, useEndpointColumns } from "./use-endpoint-columns";

const CreateDialog = dynamic(() => import("./create-dialog").then((module) => module.CreateDialog), {
  ssr: false,
});

/** Every endpoint with what answers, whether it does, and how the last hour went. The search is in the URL. */
export function EndpointsTable({ canWrite, origin }: { canWrite: boolean; origin: string }) {
  const t = useTranslations("endpoints");
  const router = useRouter();
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [isMaking, setMaking] = useState(false);
  const params = useTableParams();
  const columns = useEndpointColumns();
  const list = useQuery(endpointQueries.list());
  const states = useQuery(endpointQueries.states()).data?.data;
  const usage = useQuery(endpointQueries.lastHour()).data?.data;
  const all = list.data?.data;
  const rows = useMemo(
    () =>
      all
        ?.filter((row) => matches(row, q))
        .map(
          (row): EndpointRow => ({
            ...row,
            states: statesOf(row.name, states),
            usage: usage?.find(({ endpoint }) => endpoint === row.name) ?? null,
          }),
        ),
    [all, q, states, usage],
  );
  if (list.isPending) return <TableSkeleton rows={6} label={t("title")} />;
  if (!all || !rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const make = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("create")}
    </Button>
  ) : null;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState
          icon={<Radio aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={make}
          snippet={firstEndpointSnippet(origin)}
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
            sorting="loaded"
            rowHref={(row) => endpointHref(row.name)}
            empty={<FilterEmpty filters={[q]} onClear={() => void setQ(null)} />}
          />
        </>
      )}
      {isMaking ? (
        <CreateDialog
          onClose={() => setMaking(false)}
          onSaved={({ name }) => router.push(endpointHref(name))}
        />
      ) : null}
    </>
  );
}

/** By name, description or a model that answers. */
function matches({ name, description, variants }: EndpointView, q: string): boolean {
  const wanted = q.trim().toLowerCase();
  return [name, description, ...variants.map(({ model }) => model)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
