"use client";
import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { number } from "@/lib/client/format";
import type { RegisteredModelRow } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { modelHref, versionHref } from "./queries";

export function useModelColumns(): Column<RegisteredModelRow>[] {
  const t = useTranslations("models");
  const locale = useLocale();
  const champion = (row: RegisteredModelRow) => row.aliases.find(({ alias }) => alias === "champion");
  return [
    {
      id: "name",
      header: t("name"),
      value: (row) => row.name,
      hideable: false,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={modelHref(row.name)}
            title={row.description ?? undefined}
            className="truncate font-medium hover:underline"
          >
            {row.name}
          </Link>
          {row.waiting_count > 0 ? (
            <Badge tone="warning">{t("waiting_count", { count: row.waiting_count })}</Badge>
          ) : null}
        </span>
      ),
    },
    {
      id: "latest",
      header: t("latest"),
      width: 80,
      value: (row) => row.latest_version?.number,
      cell: (row) =>
        row.latest_version ? (
          <Link className="hover:underline" href={versionHref(row.name, row.latest_version.number)}>
            {t("version", { number: row.latest_version.number })}
          </Link>
        ) : null,
    },
    {
      id: "versions",
      header: t("versions"),
      width: 100,
      align: "right",
      value: (row) => row.version_count,
      cell: (row) => number(row.version_count, locale),
    },
    {
      id: "aliases",
      header: t("aliases"),
      width: 220,
      cell: (row) => (
        <span className="flex items-center gap-1.5 overflow-hidden">
          {row.aliases.map(({ alias, version, guarded }) => (
            <span key={alias} className="flex shrink-0 items-center gap-1">
              <AliasChip alias={alias} guarded={guarded} />
              <Link className="text-fg-muted text-xs hover:underline" href={versionHref(row.name, version)}>
                {t("version", { number: version })}
              </Link>
            </span>
          ))}
        </span>
      ),
    },
    {
      id: "champion_since",
      header: t("champion_since"),
      width: 140,
      value: (row) => champion(row)?.since,
      cell: (row) => {
        const since = champion(row)?.since;
        return since ? <RelativeTime at={since} /> : null;
      },
    },
    {
      id: "tags",
      header: t("tags"),
      width: 180,
      cell: (row) => (
        <span className="flex gap-1 overflow-hidden">
          {Object.entries(row.tags).map(([key, value]) => (
            <Badge key={key} title={`${key}: ${value}`}>
              {value === "" ? key : `${key}: ${value}`}
            </Badge>
          ))}
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
