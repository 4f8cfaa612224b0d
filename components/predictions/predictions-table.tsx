"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Target, TriangleAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { versionHref } from "@/components/models/queries";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { PredictionSummary } from "@/lib/predictions/schema";
import { FILTER, NO_FILTER } from "./filter";
import { msText } from "./ms-text";
import { OutcomeBadge } from "./outcome-badge";
import { PredictionsFilters } from "./predictions-filters";
import { compareHref, predictionHref, predictionQueries } from "./queries";

/** The newest first. Two of them can be chosen, to see why one is another. */
export function PredictionsTable({ days }: { days: number }) {
  const t = useTranslations("predictions");
  const [filter, setFilter] = useQueryStates(FILTER);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const pages = useInfiniteQuery(predictionQueries.pages(filter));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const lost = pages.data?.pages[0]?.lost ?? 0;
  const used = Object.values(filter).filter((value) => value !== "");
  const isEmpty = pages.isSuccess && rows.length === 0;
  const toggle = (id: string) =>
    setChosen((before) =>
      before.includes(id) ? before.filter((one) => one !== id) : [...before.slice(-1), id],
    );
  return (
    <>
      <PredictionsFilters filter={filter} onChange={(change) => void setFilter(change)} />
      {lost > 0 ? <Lost count={lost} /> : null}
      {pages.isPending ? <TableSkeleton rows={10} label={t("title")} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => pages.refetch()} /> : null}
      {isEmpty && used.length > 0 ? (
        <FilterEmpty filters={used} onClear={() => void setFilter(NO_FILTER)} />
      ) : null}
      {isEmpty && used.length === 0 ? (
        <EmptyState
          icon={<Target aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text", { days })}
        />
      ) : null}
      {rows.length > 0 ? (
        <>
          <CompareBar chosen={chosen} />
          <Table cards label={t("title")}>
            <thead>
              <tr>
                <Th>
                  <span className="sr-only">{t("choose")}</span>
                </Th>
                <Th>{t("time")}</Th>
                <Th>{t("prediction")}</Th>
                <Th>{t("endpoint")}</Th>
                <Th>{t("model")}</Th>
                <Th>{t("outcome")}</Th>
                <Th>{t("asked")}</Th>
                <Th>{t("answered")}</Th>
                <Th className="text-right">{t("took")}</Th>
                <Th>{t("caller")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <PredictionTr
                  key={row.id}
                  row={row}
                  isChosen={chosen.includes(row.id)}
                  onToggle={() => toggle(row.id)}
                />
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={rows.length}
            hasMore={pages.hasNextPage}
            busy={pages.isFetchingNextPage}
            onMore={() => pages.fetchNextPage()}
          />
        </>
      ) : null}
    </>
  );
}

/** A list that leaves something out says so. */
function Lost({ count }: { count: number }) {
  const t = useTranslations("predictions");
  return (
    <p className="flex items-center gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {t("lost", { count })}
    </p>
  );
}

function CompareBar({ chosen }: { chosen: readonly string[] }) {
  const t = useTranslations("predictions");
  const [base, other] = chosen;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-3 text-fg-muted text-xs">
      {base !== undefined && other !== undefined ? (
        <Button asChild size="sm">
          <Link href={compareHref(base, other)}>{t("compare_two")}</Link>
        </Button>
      ) : (
        <span>{t("choose_two")}</span>
      )}
    </div>
  );
}

type RowProps = { row: PredictionSummary; isChosen: boolean; onToggle: () => void };
function PredictionTr({ row, isChosen, onToggle }: RowProps) {
  const t = useTranslations("predictions");
  const locale = useLocale();
  return (
    <Tr>
      <Td className="w-0">
        <Checkbox
          label={t("choose_this", { id: row.id })}
          labelHidden
          checked={isChosen}
          onChange={onToggle}
        />
      </Td>
      <Td className="whitespace-nowrap">
        <RelativeTime at={row.at} />
      </Td>
      <Td>
        <Link className="text-accent hover:underline" href={predictionHref(row.id)}>
          <Id id={row.id} copy={false} />
        </Link>
      </Td>
      <Td className="whitespace-nowrap">
        {row.endpoint}
        <span className="ml-1.5 text-fg-subtle text-xs">{t("variant_number", { number: row.variant })}</span>
      </Td>
      <Td className="whitespace-nowrap">
        <Link className="hover:underline" href={versionHref(row.model.name, row.model.version)}>
          {t("version_of", row.model)}
        </Link>
      </Td>
      <Td className="whitespace-nowrap">
        <OutcomeBadge outcome={row.outcome} />
        {row.labels > 0 ? (
          <Badge className="ml-1" tone="info">
            {t("labels", { count: row.labels })}
          </Badge>
        ) : null}
      </Td>
      <Td className="min-w-32 max-w-60">
        <Excerpt text={row.request_text} />
        {row.rows > 1 ? (
          <span className="text-fg-subtle text-xs">{t("rows", { count: row.rows })}</span>
        ) : null}
      </Td>
      <Td className="min-w-32 max-w-52">
        <Excerpt text={row.response_text ?? row.error ?? ""} />
      </Td>
      <Td className="nums whitespace-nowrap text-right">{msText(row.total_ms, locale)}</Td>
      <Td className="max-w-40 truncate" title={row.caller.id}>
        {row.caller.name}
      </Td>
    </Tr>
  );
}

function Excerpt({ text }: { text: string }) {
  return (
    <code className="block truncate text-xs" title={text}>
      {text}
    </code>
  );
}
