"use client";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { cn } from "@/lib/client/cn";
import type { CodeSource } from "./code-source";
import { lineOfHash } from "./deep-link";
import { firstHit, nextHit } from "./hits";
import { LogLines } from "./log-lines";
import { LogToolbar } from "./log-toolbar";
import { downloadHref } from "./queries";
import { useLog, useLogSearch } from "./use-log";
import { useLogView } from "./use-log-view";
import { useWholeScreen } from "./use-whole-screen";

type LogViewerProps = {
  attemptId: string;
  source?: CodeSource | null;
  /** As high as what holds it, and no less than some lines. */
  fill?: boolean;
};

/** The log of one attempt. Mount it with `key={attemptId}`, because its state belongs to one log. */
export function LogViewer({ attemptId, source = null, fill = false }: LogViewerProps) {
  const t = useTranslations("logs");
  const { store, total, complete, error, version } = useLog(attemptId);
  const [view, setView] = useLogView();
  const box = useRef<HTMLElement>(null);
  const [isWhole, setWhole] = useWholeScreen(box, t("whole"));
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const search = useLogSearch(attemptId, wanted, total ?? 0);
  const sought = useMemo(() => (wanted === "" ? [] : [wanted]), [wanted]);
  const [marked, setMarked] = useState<number | null>(() =>
    typeof window === "undefined" ? null : lineOfHash(window.location.hash),
  );
  const found = search.lines;
  const hasFound = search.done && found.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text that is looked for, not as the log grows
  useEffect(() => {
    if (hasFound) setMarked((line) => firstHit(found, line ?? 0));
  }, [wanted, hasFound]);
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
  const place = marked === null ? -1 : found.indexOf(marked);
  return (
    <section
      ref={box}
      aria-label={t("title")}
      className={cn(
        "flex min-h-0 min-w-0 flex-col gap-2",
        isWhole ? "fixed inset-0 z-40 bg-surface p-3" : fill && "h-[60dvh] lg:h-full",
      )}
    >
      <LogToolbar
        search={text}
        setSearch={setText}
        hits={
          text.trim() === "" || !search.done
            ? null
            : { count: found.length, more: search.more, at: place < 0 ? null : place + 1 }
        }
        onStep={(step) => setMarked((line) => nextHit(found, line ?? 0, step) ?? line)}
        view={view}
        setView={setView}
        isWhole={isWhole}
        setWhole={setWhole}
        downloadHref={downloadHref(attemptId)}
        live={!complete}
      />
      {error || search.error ? <ErrorState className="py-4" error={error ?? search.error} /> : null}
      <LogLines
        store={store}
        version={version}
        total={total}
        view={view}
        fill={fill || isWhole}
        marked={marked}
        onMark={setMarked}
        found={found}
        sought={sought}
        source={source}
      />
    </section>
  );
}
