"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/components/ui/states";
import { number } from "@/lib/client/format";
import { HistogramChart } from "./histogram";
import { histogramOf } from "./histogram-bars";
import { LEVEL_FILL, LEVELS, type Level } from "./levels";
import { logRecordQueries, mayGoOnByItself, type Range, type Search } from "./queries";

/** As many bars at most. */
const BARS = 120;

type Props = {
  search: Search;
  onNarrow: (range: Range) => void;
  onLevel: (level: Level) => void;
};

/** How many records there are by time and level; a long count shows what it has and goes on. */
export function HistogramCard({ search, onNarrow, onLevel }: Props) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const errorText = useErrorText();
  const count = useInfiniteQuery(logRecordQueries.bars(search, BARS));
  const { hasNextPage, isFetching, fetchNextPage } = count;
  const pages = count.data?.pages ?? [];
  const mayGoOn = hasNextPage && !isFetching && !count.isError;
  useEffect(() => {
    if (mayGoOn && mayGoOnByItself(pages.length)) void fetchNextPage();
  }, [mayGoOn, pages.length, fetchNextPage]);
  const histogram = histogramOf(pages);
  return (
    <section
      aria-label={t("histogram")}
      aria-busy={isFetching || undefined}
      className="min-w-0 rounded-lg border bg-surface px-4 pt-2 pb-2 shadow-card"
    >
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span role="status" className="nums font-medium">
          {histogram
            ? t(histogram.countedTo === null ? "count" : "count_so_far", { count: histogram.total })
            : " "}
        </span>
        {mayGoOn && !mayGoOnByItself(pages.length) ? (
          <Button size="sm" onClick={() => void fetchNextPage()}>
            {t("count_on")}
          </Button>
        ) : null}
        <ul className="ml-auto flex flex-wrap gap-x-1" aria-label={t("by_level")}>
          {LEVELS.map((level) => {
            const total = histogram?.levels[level] ?? 0;
            return total === 0 ? null : (
              <li key={level}>
                <button
                  type="button"
                  title={t("only_level", { level: t(`levels.${level}`) })}
                  onClick={() => onLevel(level)}
                  className="nums inline-flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-fg-muted hover:bg-surface-2 hover:text-fg"
                >
                  <span
                    aria-hidden
                    className="size-2 rounded-[2px]"
                    style={{ background: LEVEL_FILL[level] }}
                  />
                  {t(`levels.${level}`)} {number(total, locale)}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      {histogram ? (
        <HistogramChart key={`${histogram.from}/${histogram.to}`} histogram={histogram} onNarrow={onNarrow} />
      ) : (
        <div className="h-[5.6rem]">
          {count.isError ? <p className="text-danger text-sm">{errorText(count.error).text}</p> : null}
        </div>
      )}
    </section>
  );
}
