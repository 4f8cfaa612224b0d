"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { featureQueries } from "@/components/features/queries";
import { useNow } from "@/components/time/clock";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import type { FeatureViewView } from "@/lib/features/schema";

type View = Pick<FeatureViewView, "name" | "source" | "push_source" | "ttl_seconds">;

/** Up to when the online store has what the source says, in words. */
export function Freshness({ view }: { view: View }) {
  const t = useTranslations("materializations.fresh");
  const now = useNow();
  const store = useQuery(featureQueries.onlineStore()).data;
  if (view.source === null) return t(view.push_source === null ? "written" : "pushed");
  if (!store) return null;
  const until = store.data.find((one) => one.view === view.name)?.materialized_until ?? null;
  if (until === null) return <Badge tone="warning">{t("never")}</Badge>;
  const isOld = view.ttl_seconds > 0 && now - Date.parse(until) > view.ttl_seconds * 1_000;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span>{t.rich("until", { time: () => <RelativeTime at={until} /> })}</span>
      {isOld ? (
        <Badge tone="warning" title={t("old_text")}>
          {t("old")}
        </Badge>
      ) : null}
    </span>
  );
}
