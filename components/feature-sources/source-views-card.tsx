"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { featureQueries, viewHref } from "@/components/features/queries";
import { Freshness } from "@/components/materializations/freshness";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";

/** Views that are materialised from a source: while there is one, the source stays. */
export function SourceViewsCard({ name }: { name: string }) {
  const t = useTranslations("features");
  const list = useQuery(featureQueries.views());
  const views = list.data?.data.filter((view) => view.source === name);
  return (
    <Card title={t("sources.views")}>
      {list.isPending ? <TableSkeleton rows={2} label={t("sources.views")} /> : null}
      {list.error && !views ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {views?.length === 0 ? <p className="text-fg-muted text-sm">{t("sources.views_none")}</p> : null}
      <ul className="grid gap-2">
        {views?.map((view) => (
          <li key={view.name}>
            <Link
              href={viewHref(view.name)}
              className="inline-flex min-h-6 items-center font-medium text-sm hover:underline"
            >
              {view.name}
            </Link>
            <p className="text-fg-muted text-xs">
              <Freshness view={view} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
