"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { LEVEL_FILL } from "@/components/log-search/levels";
import type { RecordRef } from "@/components/log-search/queries";
import { codeSourceOf } from "@/components/logs/code-source";
import { LogLine } from "@/components/logs/log-line";
import { useTimeZone } from "@/components/time/clock";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { absoluteTime } from "@/lib/client/format";
import type { LogContext } from "@/lib/log-records/schema";
import type { Sought } from "@/lib/log-records/values";
import { contextQuery, linesOf } from "./queries";

type Props = {
  record: RecordRef;
  sought: readonly Sought[];
  /** The address of a record. */
  hrefOf: (record: RecordRef) => string;
};

/** What the same source said before and after a record, in the lines of the log viewer. Their numbers count from the record. */
export function ContextList({ record, sought, hrefOf }: Props) {
  const t = useTranslations("log_context");
  const zone = useTimeZone();
  const context = useInfiniteQuery(contextQuery(record));
  const { data, hasPreviousPage, hasNextPage, isFetchingPreviousPage, isFetchingNextPage } = context;
  const marked = useRef<HTMLDivElement>(null);
  const isThere = data !== undefined;
  useLayoutEffect(() => {
    if (isThere) marked.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }, [isThere]);
  if (!data)
    return context.isError ? (
      <ErrorState error={context.error} onRetry={() => void context.refetch()} />
    ) : (
      <TableSkeleton rows={12} label={t("title")} />
    );
  const { lines, at } = linesOf(data.pages, record.id);
  const source = data.pages[0]?.source;
  const isShort = data.pages.some(({ complete }) => !complete);
  return (
    <div className="grid min-w-0 gap-2">
      {source ? <Source source={source} /> : null}
      {isShort ? (
        <p role="status" className="text-warning text-xs">
          {t("not_all")}
        </p>
      ) : null}
      <More
        icon={ChevronUp}
        label={t(hasPreviousPage ? "more_before" : "no_before")}
        disabled={!hasPreviousPage}
        busy={isFetchingPreviousPage}
        onClick={() => void context.fetchPreviousPage()}
      />
      <section
        aria-label={t("title")}
        tabIndex={0}
        className="min-w-0 overflow-x-auto rounded-md border bg-bg py-1 font-mono text-xs focus-visible:-outline-offset-2"
      >
        <div ref={marked}>
          {lines.map((line, index) => (
            <LogLine
              key={line.id}
              gutter={gutterOf(index - at)}
              href={hrefOf(line)}
              digits={6}
              text={line.message}
              time={absoluteTime(new Date(line.time), zone, { ms: true }).slice(11, 23)}
              mark={LEVEL_FILL[line.level]}
              wrap
              current={index === at}
              found={false}
              sought={sought}
              source={codeSourceOf(line.attributes)}
            />
          ))}
        </div>
      </section>
      <More
        icon={ChevronDown}
        label={t(hasNextPage ? "more_after" : "no_after")}
        disabled={!hasNextPage}
        busy={isFetchingNextPage}
        onClick={() => void context.fetchNextPage()}
      />
    </div>
  );
}

function gutterOf(distance: number): string {
  return distance === 0 ? "0" : distance > 0 ? `+${distance}` : `−${-distance}`;
}

function Source({ source }: { source: LogContext["source"] }) {
  const t = useTranslations("log_context");
  const { service, host, attempt_id: attempt } = source;
  return (
    <p className="text-fg-muted text-sm">
      {attempt !== null
        ? t("of_attempt", { service })
        : host === ""
          ? t("of_service", { service: service || t("no_service") })
          : t("of_host", { service: service || t("no_service"), host })}
    </p>
  );
}

type MoreProps = {
  icon: typeof ChevronUp;
  label: string;
  disabled: boolean;
  busy: boolean;
  onClick: () => void;
};

function More({ icon, label, disabled, busy, onClick }: MoreProps) {
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={icon}
      disabled={disabled}
      busy={busy}
      onClick={onClick}
      className="justify-self-start"
    >
      {label}
    </Button>
  );
}
