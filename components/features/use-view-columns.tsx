"use client";
import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/columns";
import { Freshness } from "@/components/materializations/freshness";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { number } from "@/lib/client/format";
import type { FeatureViewView } from "@/lib/features/schema";
import { viewHref } from "./queries";
import { TagBadges } from "./tag-badges";
import { Ttl } from "./ttl";

export function useViewColumns(): Column<FeatureViewView>[] {
  const t = useTranslations("features");
  const materialized = useTranslations("materializations");
  const locale = useLocale();
  return [
    {
      id: "name",
      header: t("name"),
      value: (row) => row.name,
      hideable: false,
      cell: (row) => (
        <Link
          href={viewHref(row.name)}
          title={row.description || undefined}
          className="block truncate font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      id: "entities",
      header: t("entities.title"),
      width: 180,
      value: (row) => row.entities.join(", "),
      cell: (row) => (
        <span className="block truncate" title={row.entities.join(", ")}>
          {row.entities.join(", ")}
        </span>
      ),
    },
    {
      id: "features",
      header: t("feature_count"),
      width: 100,
      align: "right",
      value: (row) => row.fields.length,
      cell: (row) => number(row.fields.length, locale),
    },
    {
      id: "ttl",
      header: t("ttl"),
      width: 120,
      value: (row) => row.ttl_seconds || Number.MAX_SAFE_INTEGER,
      cell: (row) => <Ttl seconds={row.ttl_seconds} />,
    },
    {
      id: "fresh",
      header: materialized("fresh.title"),
      width: 170,
      cell: (row) => <Freshness view={row} />,
    },
    {
      id: "version",
      header: t("schema_version"),
      width: 100,
      value: (row) => row.schema_version,
      cell: (row) => t("version", { number: row.schema_version }),
    },
    {
      id: "owner",
      header: t("owner"),
      width: 160,
      value: (row) => row.owner,
      cell: (row) => <span className="block truncate">{row.owner}</span>,
    },
    { id: "tags", header: t("tags"), width: 200, cell: (row) => <TagBadges tags={row.tags} /> },
    {
      id: "file",
      header: t("kept.title"),
      width: 200,
      startHidden: true,
      value: (row) => row.file_path,
      cell: (row) => (
        <span className="block truncate" title={row.file_path ?? undefined}>
          {row.file_path}
        </span>
      ),
    },
    {
      id: "updated",
      header: t("updated"),
      width: 120,
      value: (row) => row.updated_at,
      cell: (row) => <RelativeTime at={row.updated_at} />,
    },
  ];
}
