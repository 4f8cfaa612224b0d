"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { featureQueries, listHref } from "./queries";

/** Services that name features of the view: while there is one, those features stay. */
export function ViewServicesCard({ name }: { name: string }) {
  const t = useTranslations("features");
  const list = useQuery(featureQueries.services());
  const users = list.data?.data.flatMap((service) => {
    const used = service.features.filter((reference) => reference.startsWith(`${name}:`));
    return used.length > 0 ? [{ name: service.name, used }] : [];
  });
  return (
    <Card title={t("services.title")}>
      {list.isPending ? <TableSkeleton rows={2} label={t("services.title")} /> : null}
      {list.error && !users ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {users?.length === 0 ? <p className="text-fg-muted text-sm">{t("services.none_use")}</p> : null}
      <ul className="grid gap-2">
        {users?.map((service) => (
          <li key={service.name}>
            <Link
              href={listHref("services", service.name)}
              className="inline-flex min-h-6 items-center font-medium text-sm hover:underline"
            >
              {service.name}
            </Link>
            <p className="break-all font-mono text-fg-muted text-xs">
              {service.used.map((reference) => reference.slice(name.length + 1)).join(", ")}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
