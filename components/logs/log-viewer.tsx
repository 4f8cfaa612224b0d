"use client";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { CodeSource } from "./code-source";
import { lineOfHash } from "./deep-link";
import { LogLines } from "./log-lines";
import { LogToolbar } from "./log-toolbar";
import { nextHit } from "./next-hit";
import { downloadHref } from "./queries";
import { useLog, useLogSearch } from "./use-log";
import { useLogView } from "./use-log-view";

/** The log of one attempt. Mount it with `key={attemptId}`, because its state belongs to one log. */
export function LogViewer({ attemptId, source = null }: { attemptId: string; source?: CodeSource | null }) {
  const t = useTranslations("logs");
  const { store, total, complete, error, version } = useLog(attemptId);
  const [view, setView] = useLogView();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const search = useLogSearch(attemptId, wanted, total ?? 0);
  const sought = useMemo(() => (wanted === "" ? [] : [wanted]), [wanted]);
  const [marked, setMarked] = useState<number | null>(() =>
    typeof window === "undefined" ? null : lineOfHash(window.location.hash),
  );
  if (total === null) {
    return error ? (
      <ErrorState error={error} onRetry={store.poll} />
    ) : (
      <TableSkeleton rows={8} label={t("loading")} />
    );
  }
  if (total === 0)
    return (
      <EmptyState
        className="py-8"
        title={complete ? t("none") : t("empty")}
        description={complete ? t("none_detail") : t("empty_detail")}
      />
    );
  return (
    <section aria-label={t("title")} className="grid min-w-0 gap-2">
      <LogToolbar
        search={text}
        setSearch={setText}
        hits={text.trim() === "" || !search.done ? null : { count: search.lines.length, more: search.more }}
        onStep={(step) => setMarked((line) => nextHit(search.lines, line ?? 0, step) ?? line)}
        view={view}
        setView={setView}
        downloadHref={downloadHref(attemptId)}
        live={!complete}
      />
      {error || search.error ? <ErrorState className="py-4" error={error ?? search.error} /> : null}
      <LogLines
        store={store}
        version={version}
        total={total}
        view={view}
        marked={marked}
        onMark={setMarked}
        found={search.lines}
        sought={sought}
        source={source}
      />
    </section>
  );
}
