"use client";
import { useTranslations } from "next-intl";
import { Button } from "./button";

type LoadMoreProps = { shown: number; hasMore: boolean; busy?: boolean | undefined; onMore: () => void };

/** Cursor paging: says how many rows are on the screen and that there are more, never a made-up total. */
export function LoadMore({ shown, hasMore, busy, onMore }: LoadMoreProps) {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-10 items-center justify-between gap-3 px-3 py-1 text-fg-subtle text-xs">
      <span role="status" className="nums">
        {t(hasMore ? "rows_more" : "rows_all", { count: shown })}
      </span>
      {hasMore ? (
        <Button size="sm" onClick={onMore} busy={busy}>
          {t("load_more")}
        </Button>
      ) : null}
    </div>
  );
}
