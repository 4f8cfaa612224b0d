"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FileStack, Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { endpointHref } from "@/components/endpoints/queries";
import { Toolbar } from "@/components/layout/page-header";
import { Duration, RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { BatchView } from "@/lib/batch-predictions/schema";
import { BATCH_STATES } from "@/lib/batch-predictions/values";
import { BatchProgress } from "./batch-progress";
import { BatchStateBadge } from "./batch-state";
import { batchHref, batchQueries } from "./queries";
import { sourceText } from "./source-text";

const StartDialog = dynamic(() => import("./start-batch-dialog").then((module) => module.StartBatchDialog), {
  ssr: false,
});

/** Batch predictions, the newest first; the state and the endpoint that are shown are in the URL. */
export function BatchesTable({ canStart }: { canStart: boolean }) {
  const t = useTranslations("batch_predictions");
  const router = useRouter();
  const [state, setState] = useQueryState("state", parseAsStringLiteral(BATCH_STATES));
  const [endpoint, setEndpoint] = useQueryState("endpoint", parseAsString.withDefault(""));
  const [isStarting, setStarting] = useState(false);
  const list = useInfiniteQuery(batchQueries.list(state ?? "", endpoint));
  const rows = list.data?.pages.flatMap((page) => page.data);
  const start = canStart ? (
    <Button variant="primary" icon={Plus} onClick={() => setStarting(true)}>
      {t("start")}
    </Button>
  ) : null;
  const filter = (
    <Select
      label={t("state")}
      className="w-44"
      value={state ?? "all"}
      onChange={(value) => void setState(BATCH_STATES.find((one) => one === value) ?? null)}
      options={[
        { value: "all", label: t("every_state") },
        ...BATCH_STATES.map((one) => ({ value: one, label: t(`states.${one}`) })),
      ]}
    />
  );
  return (
    <>
      {list.isPending ? (
        <TableSkeleton rows={6} label={t("title")} />
      ) : !rows ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 && state === null && endpoint === "" ? (
        <EmptyState
          icon={<FileStack aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={start}
          className="max-w-2xl"
        />
      ) : (
        <>
          <Toolbar end={start}>
            {filter}
            {endpoint ? (
              <Button icon={X} onClick={() => void setEndpoint(null)}>
                {t("of_endpoint", { endpoint })}
              </Button>
            ) : null}
          </Toolbar>
          {rows.length === 0 ? (
            <FilterEmpty
              filters={[...(state ? [t(`states.${state}`)] : []), ...(endpoint ? [endpoint] : [])]}
              onClear={() => {
                void setState(null);
                void setEndpoint(null);
              }}
            />
          ) : (
            <BatchRows rows={rows} />
          )}
          <LoadMore
            shown={rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {isStarting ? (
        <StartDialog onClose={() => setStarting(false)} onStarted={({ id }) => router.push(batchHref(id))} />
      ) : null}
    </>
  );
}

function BatchRows({ rows }: { rows: readonly BatchView[] }) {
  const t = useTranslations("batch_predictions");
  return (
    <Table cards label={t("title")}>
      <thead>
        <tr>
          <Th>{t("file")}</Th>
          <Th>{t("model")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("progress")}</Th>
          <Th>{t("started_by")}</Th>
          <Th>{t("created")}</Th>
          <Th>{t("took")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((batch) => (
          <Tr key={batch.id}>
            <Td>
              <Link
                href={batchHref(batch.id)}
                className="block max-w-72 truncate font-medium hover:underline"
                title={sourceText(batch) ?? undefined}
              >
                {"row_count" in batch.source
                  ? t("given_rows", { count: batch.source.row_count })
                  : (sourceText(batch) ?? t("uploaded"))}
              </Link>
              <span className="text-fg-muted text-xs uppercase">{batch.format}</span>
            </Td>
            <Td className="whitespace-nowrap">
              {batch.endpoint ? (
                <Link href={endpointHref(batch.endpoint)} className="hover:underline">
                  {batch.endpoint}
                </Link>
              ) : (
                batch.model.name
              )}
              <span className="block text-fg-muted text-xs">
                {`${batch.model.name} v${batch.model.version}`}
              </span>
            </Td>
            <Td>
              <BatchStateBadge state={batch.state} />
            </Td>
            <Td>
              <BatchProgress batch={batch} />
            </Td>
            <Td className="whitespace-nowrap">{batch.created_by}</Td>
            <Td>
              <RelativeTime at={batch.created_at} />
            </Td>
            <Td>{batch.started_at ? <Duration from={batch.started_at} to={batch.ended_at} /> : null}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
