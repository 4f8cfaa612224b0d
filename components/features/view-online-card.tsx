"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card, KeyValueList } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/states";
import { percent } from "@/lib/client/format";
import type { OnlineViewState } from "@/lib/features/schema";
import { featureQueries } from "./queries";
import { ViewSkew } from "./view-skew";

/** How a view stands in the online store: rows, freshness, what was lost, and whether it says what the files say. */
export function ViewOnlineCard({ name }: { name: string }) {
  const t = useTranslations("features_online");
  const format = useFormatter();
  const locale = useLocale();
  const store = useQuery(featureQueries.onlineStore());
  const audit = useQuery(featureQueries.audits(name)).data?.data[0];
  const view = store.data?.data.find((one) => one.view === name);
  return (
    <Card title={t("title")}>
      {store.error && !store.data ? (
        <ErrorState error={store.error} onRetry={() => void store.refetch()} />
      ) : null}
      <KeyValueList
        items={[
          { label: t("rows"), value: view?.rows == null ? t("not_counted") : format.number(view.rows) },
          {
            label: t("materialized"),
            value: view?.materialized_until ? <RelativeTime at={view.materialized_until} /> : t("never"),
          },
          ...(view?.lost_at ? [{ label: t("lost"), value: <Loss view={view} /> }] : []),
          {
            label: t("skew"),
            value: audit ? (
              <span className="nums">
                {percent(audit.compared === 0 ? 0 : audit.mismatched / audit.compared, locale, 2)}{" "}
                <span className="text-fg-muted text-xs">
                  {t("skew_of", { count: audit.compared })} <RelativeTime at={audit.created_at} />
                </span>
              </span>
            ) : (
              t("not_audited")
            ),
          },
        ]}
      />
      {audit && audit.mismatched > 0 ? (
        <div className="-mx-4 mt-2 -mb-4 border-t">
          <ViewSkew audit={audit} />
        </div>
      ) : null}
    </Card>
  );
}

function Loss({ view }: { view: OnlineViewState }) {
  const t = useTranslations("features_online");
  const state = view.is_waiting ? "waiting" : (view.repair?.state ?? "none");
  return (
    <span className="flex flex-wrap items-center gap-2">
      {view.lost_at ? <RelativeTime at={view.lost_at} /> : null}
      <Badge tone={state === "succeeded" ? "success" : "warning"}>{t(`repair.${state}`)}</Badge>
      {view.not_restored === "nothing" ? null : (
        <span className="text-fg-muted text-xs">{t(`not_restored.${view.not_restored}`)}</span>
      )}
    </span>
  );
}
