"use client";
import { useLocale, useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useErrorText } from "@/components/ui/states";
import { number } from "@/lib/client/format";
import { readSearch } from "@/lib/log-records/values";
import type { Search } from "./queries";
import type { PagesState, RecordPages } from "./record-pages";
import { slowness } from "./slowness";

type Props = { search: Search; pages: RecordPages; state: PagesState };

/** Below the records: how far the search came; where it is slow, why, and what would make it fast. */
export function SearchStatus({ search, pages, state }: Props) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const errorText = useErrorText();
  const { status, count, searchedTo, isLong } = state;
  const [from, to] = [Date.parse(search.from), Date.parse(search.to)];
  const share = searchedTo === null ? 0 : (to - Date.parse(searchedTo)) / (to - from);
  return (
    <div className="grid min-h-10 gap-2 px-4 py-2 text-fg-muted text-xs">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status" className="nums">
          {status === "failed"
            ? errorText(state.error).text
            : t(`status.${status}`, { count: number(count, locale) })}
        </span>
        {isLong && searchedTo !== null ? (
          <span>{t.rich("searched_to", { time: () => <AbsoluteTime at={searchedTo} /> })}</span>
        ) : null}
        <span className="ml-auto flex gap-2">
          {status === "searching" ? (
            <Button size="sm" onClick={pages.stop}>
              {t("stop")}
            </Button>
          ) : status === "paused" || status === "stopped" || status === "failed" ? (
            <Button size="sm" onClick={() => void pages.goOn()}>
              {t(status === "failed" ? "try_again" : "go_on")}
            </Button>
          ) : null}
        </span>
      </div>
      {isLong ? <ProgressBar label={t("progress")} value={Math.round(share * 100)} max={100} /> : null}
      {isLong ? <Reasons q={search.q} /> : null}
    </div>
  );
}

function Reasons({ q }: { q: string }) {
  const t = useTranslations("discover");
  const reasons = slowness(readSearch(q).query);
  return (
    <div>
      <p>{t("slow.why")}</p>
      <ul className="list-disc pl-4">
        {reasons.map((reason) => (
          <li key={reason}>{t(`slow.${reason}`)}</li>
        ))}
      </ul>
    </div>
  );
}
