"use client";
import { useQuery } from "@tanstack/react-query";
import { ListFilter, RefreshCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { PageHeader } from "@/components/layout/page-header";
import { useShown, ViewSwitch } from "@/components/log-tail/view-switch";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty, useErrorText } from "@/components/ui/states";
import { ApiError } from "@/lib/client/api";
import type { LogRecordView } from "@/lib/log-records/schema";
import { readSearch, soughtIn } from "@/lib/log-records/values";
import { NoRecords, NothingThen } from "./empty-logs";
import { HistogramCard } from "./histogram-card";
import { PillBar } from "./pill-bar";
import { logRecordQueries, type RecordRef } from "./queries";
import { RecordList } from "./record-list";
import type { RecordPages } from "./record-pages";
import { SearchBox } from "./search-box";
import { SearchStatus } from "./search-status";
import { ServiceSummary } from "./service-summary";
import { useLogsView } from "./use-logs-view";
import { useRecords } from "./use-records";

const SavedMenu = dynamic(() => import("./saved-menu").then((module) => module.SavedMenu), { ssr: false });
const ExportMenu = dynamic(() => import("./export-menu").then((module) => module.ExportMenu), { ssr: false });
const FieldList = dynamic(() => import("./field-list").then((module) => module.FieldList), { ssr: false });
const TailList = dynamic(() => import("@/components/log-tail/tail-list").then((module) => module.TailList), {
  ssr: false,
});
const PatternsView = dynamic(
  () => import("@/components/log-patterns/patterns-view").then((module) => module.PatternsView),
  { ssr: false },
);
const ContextButton = dynamic(
  () => import("@/components/log-context/context-button").then((module) => module.ContextButton),
  { ssr: false },
);
const RecordHome = dynamic(
  () => import("@/components/log-home/record-home").then((module) => module.RecordHome),
  { ssr: false },
);
const RecordDetail = dynamic(() => import("./record-detail").then((module) => module.RecordDetail), {
  ssr: false,
});

/** From this width on the open record has a place beside the list. */
const WIDE_PX = 880;

/** Log records: searched, counted by time, and looked at one by one. */
export function LogsPage({ origin, canShare }: { origin: string; canShare: boolean }) {
  const t = useTranslations("discover");
  const view = useLogsView();
  const [shown] = useShown();
  const errorText = useErrorText();
  const { search, range } = view;
  const { query, problem } = useMemo(() => readSearch(search.q), [search.q]);
  const sought = useMemo(() => soughtIn(query), [query]);
  const { pages, state } = useRecords(problem === null ? search : null);
  const services = useQuery(logRecordQueries.services({ from: search.from, to: search.to }));
  const [fields, setFields] = useState(false);
  const { ref, width } = useWidth<HTMLDivElement>();
  const isWide = width >= WIDE_PX;
  const failed = state.status === "failed" && state.count === 0 ? state.error : null;
  const refused =
    failed instanceof ApiError && failed.errors[0]?.pointer === "/q" ? errorText(failed).text : null;
  const isUntouched = search.q === "";
  const listed = view.record ? listedOf(pages, state.count, view.record) : undefined;
  const fieldList = (
    <FieldList
      search={search}
      columns={view.columns}
      onPill={view.addPill}
      onColumn={view.toggleColumn}
      className={isWide ? "max-h-[calc(100dvh-14rem)] min-h-96" : undefined}
    />
  );
  const detail = view.record ? (
    <RecordDetail
      key={`${view.record.time}~${view.record.id}`}
      record={view.record}
      listed={listed}
      columns={view.columns}
      sought={sought}
      onPill={view.addPill}
      onColumn={view.toggleColumn}
      onClose={() => view.open(null)}
      actions={(record) => (
        <>
          <ContextButton record={record} sought={sought} />
          <RecordHome record={record} />
        </>
      )}
      className={isWide ? "max-h-[calc(100dvh-14rem)]" : "border-0 shadow-none [&>header]:hidden"}
    />
  ) : null;
  const isNothing = state.status === "ended" && state.count === 0 && shown !== "live";
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            <SavedMenu view={view} canShare={canShare} />
            <ExportMenu search={search} columns={view.columns} />
            <IconButton icon={RefreshCw} label={t("again")} variant="secondary" onClick={view.again} />
          </>
        }
      />
      <SearchBox value={view.typed} search={search} refused={refused} onApply={(q) => view.change({ q })} />
      <PillBar pills={view.pills} onChange={(pills) => view.change({ pills })} />
      {problem === null && services.data?.last_at !== null ? (
        <HistogramCard
          search={search}
          onNarrow={range.set}
          onLevel={(level) => view.addPill(`level:${level}`)}
        />
      ) : null}
      <ViewSwitch />
      {isUntouched && shown === "records" && services.data && services.data.total > 0 ? (
        <ServiceSummary found={services.data} onPills={(pills) => view.change({ pills: [...pills] })} />
      ) : null}
      <div ref={ref} className="min-w-0">
        {services.data?.last_at === null && isUntouched && shown !== "live" ? (
          <NoRecords origin={origin} />
        ) : problem !== null || refused !== null ? null : failed !== null ? (
          <ErrorState error={failed} onRetry={() => void pages?.goOn()} />
        ) : isNothing ? (
          isUntouched && services.data?.last_at ? (
            <NothingThen lastAt={services.data.last_at} onGo={(from, to) => range.set({ from, to })} />
          ) : (
            <FilterEmpty filters={[search.q]} onClear={() => view.change({ q: "", pills: [] })} />
          )
        ) : (
          <div className="grid min-w-0 gap-2">
            {isWide ? null : (
              <Button icon={ListFilter} className="justify-self-start" onClick={() => setFields(true)}>
                {t("field_list")}
              </Button>
            )}
            <div
              className="grid min-w-0 items-start gap-4"
              style={{ gridTemplateColumns: isWide ? gridOf(detail !== null) : "minmax(0, 1fr)" }}
            >
              {isWide ? fieldList : null}
              {shown === "live" ? (
                <TailList
                  key={search.q}
                  q={search.q}
                  columns={view.columns}
                  sought={sought}
                  record={view.record}
                  onOpen={view.open}
                  className="h-[max(24rem,calc(100dvh-14rem))]"
                />
              ) : shown === "patterns" ? (
                <PatternsView search={search} onPill={view.addPill} onOpen={view.open} />
              ) : pages && (state.count > 0 || state.isLong || state.status === "stopped") ? (
                <RecordList
                  pages={pages}
                  state={state}
                  columns={view.columns}
                  onColumns={(cols) => view.change({ cols: [...cols] })}
                  sought={sought}
                  record={view.record}
                  onOpen={view.open}
                  footer={<SearchStatus search={search} pages={pages} state={state} />}
                  className="h-[max(24rem,calc(100dvh-14rem))]"
                />
              ) : (
                <TableSkeleton rows={12} label={t("records")} />
              )}
              {isWide ? detail : null}
            </div>
            {isWide ? null : (
              <>
                <Sheet open={fields} onOpenChange={setFields} title={t("field_list")} size="sm">
                  {fieldList}
                </Sheet>
                <Sheet
                  open={detail !== null}
                  onOpenChange={(open) => {
                    if (!open) view.open(null);
                  }}
                  title={t("record")}
                >
                  {detail}
                </Sheet>
              </>
            )}
          </div>
        )}
      </div>
    </>
  );
}

const gridOf = (hasDetail: boolean) => `14rem minmax(0, 1fr)${hasDetail ? " minmax(20rem, 28%)" : ""}`;

/** The open record as the list has it, so that nothing is loaded for it. */
function listedOf(
  pages: RecordPages | null,
  count: number,
  { time, id }: RecordRef,
): LogRecordView | undefined {
  for (let at = 0; at < count; at++) {
    const one = pages?.recordAt(at);
    if (one?.id === id && one.time === time) return one;
  }
  return undefined;
}
