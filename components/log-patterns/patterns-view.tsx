"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { logRecordQueries, type RecordRef, type Search } from "@/components/log-search/queries";
import { pillOf } from "@/components/log-search/search-text";
import { AbsoluteTime } from "@/components/time/time";
import { Checkbox } from "@/components/ui/choice";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import type { LogPatterns } from "@/lib/log-records/schema";
import { PatternRow } from "./pattern-row";
import { patternsQuery } from "./queries";
import { minutesWithin, sinceOf } from "./since-text";

type Props = {
  search: Search;
  onPill: (pill: string) => void;
  onOpen: (record: RecordRef) => void;
  className?: string | undefined;
};

/** Stands for no comparison in a select, whose values must not be empty. */
const ALL = "all";
/** Fields that say which version of something spoke. */
const VERSION_FIELDS = ["version", "service.version", "model_version"];
const MOST_VERSIONS = 8;

/** Templates of the messages that match, the most frequent first, and what is new among them. */
export function PatternsView({ search, onPill, onOpen, className }: Props) {
  const t = useTranslations("log_patterns");
  const locale = useLocale();
  const [url, setUrl] = useQueryStates({
    since: parseAsString,
    only_new: parseAsBoolean.withDefault(false),
  });
  const since = sinceOf(url.since, search.to);
  const found = useQuery(patternsQuery(search, since, url.only_new));
  const options = useSinceOptions(search, url.since);
  return (
    <div className={cn("grid min-w-0 content-start gap-2", className)}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Select
          label={t("since")}
          className="w-72 max-w-full"
          value={url.since ?? ALL}
          options={options}
          onChange={(value) => void setUrl({ since: value === ALL ? null : value })}
        />
        {since.kind === "all" ? null : (
          <Checkbox
            checked={url.only_new}
            onChange={(only) => void setUrl({ only_new: only || null })}
            label={t("only_new")}
          />
        )}
        {found.data ? <Looked found={found.data} /> : null}
      </div>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <TableSkeleton rows={10} label={t("title")} />
      ) : found.data.data.length === 0 ? (
        <EmptyState title={t(url.only_new ? "nothing_new" : "none")} />
      ) : (
        <div
          aria-busy={found.isPlaceholderData}
          className={cn(
            "min-w-0 overflow-hidden rounded-lg border bg-surface shadow-card",
            found.isPlaceholderData && "opacity-60",
          )}
        >
          <Table label={t("title")}>
            <tbody>
              {found.data.data.map((pattern) => (
                <PatternRow
                  key={`${pattern.example.id} ${pattern.template}`}
                  pattern={pattern}
                  locale={locale}
                  onPill={onPill}
                  onExample={() => onOpen(pattern.example)}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </div>
  );
}

/** Nothing is sampled without saying so. */
function Looked({ found }: { found: LogPatterns }) {
  const t = useTranslations("log_patterns");
  const { sampled, patterns, complete, searched_to, compared } = found;
  return (
    <p role="status" className="text-fg-muted text-xs">
      {complete
        ? t("looked_all", { sampled, patterns })
        : t.rich("looked_newest", {
            sampled,
            patterns,
            time: () => <AbsoluteTime at={searched_to} />,
          })}
      {compared ? ` ${t(compared.complete ? "compared" : "compared_more", { count: compared.sampled })}` : ""}
    </p>
  );
}

function useSinceOptions(search: Search, chosen: string | null) {
  const t = useTranslations("log_patterns");
  const names = useQuery(logRecordQueries.fields(search, null));
  const there = new Set(names.data?.data.map(({ name }) => name));
  const [first, second, third] = VERSION_FIELDS.map((field) => ({ field, enabled: there.has(field) }));
  const values = [useVersions(search, first), useVersions(search, second), useVersions(search, third)].flat();
  const options = [
    { value: ALL, label: t("all") },
    ...minutesWithin(search).map((minutes) => ({
      value: `${minutes}m`,
      label: t("since_minutes", { minutes }),
    })),
    ...values.map(({ field, name }) => ({
      value: pillOf(field, name),
      label: t("since_version", { field, version: name }),
    })),
  ];
  if (chosen === null || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: chosen }];
}

function useVersions(search: Search, of: { field: string; enabled: boolean } | undefined) {
  const field = of?.field ?? "";
  const values = useQuery({ ...logRecordQueries.fields(search, field), enabled: of?.enabled === true });
  return (values.data?.data ?? []).slice(0, MOST_VERSIONS).map(({ name }) => ({ field, name }));
}
