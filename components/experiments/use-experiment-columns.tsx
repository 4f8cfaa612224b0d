"use client";
import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { number } from "@/lib/client/format";
import type { ExperimentView } from "@/lib/experiments/schema";
import { ExperimentMenu } from "./experiment-menu";
import { experimentHref } from "./queries";

export function useExperimentColumns(
  canWrite: boolean,
  onEdit: (experiment: ExperimentView) => void,
  onPurge: (experiment: ExperimentView) => void,
): Column<ExperimentView>[] {
  const t = useTranslations("experiments");
  const locale = useLocale();
  return [
    {
      id: "name",
      header: t("name"),
      value: (row) => row.name,
      hideable: false,
      cell: (row) => (
        <Link
          href={experimentHref(row.id)}
          title={row.description ?? undefined}
          className="font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      id: "runs",
      header: t("runs"),
      width: 100,
      align: "right",
      value: (row) => row.run_count,
      cell: (row) => number(row.run_count, locale),
    },
    {
      id: "last_run",
      header: t("last_run"),
      width: 150,
      value: (row) => row.last_run_at,
      cell: (row) => (row.last_run_at ? <RelativeTime at={row.last_run_at} /> : null),
    },
    {
      id: "created_by",
      header: t("created_by"),
      width: 160,
      value: (row) => row.created_by,
      cell: (row) => row.created_by,
    },
    {
      id: "created",
      header: t("created"),
      width: 150,
      value: (row) => row.created_at,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
    ...(canWrite
      ? [
          {
            id: "menu",
            header: "",
            width: 60,
            hideable: false,
            cell: (row: ExperimentView) => (
              <ExperimentMenu experiment={row} onEdit={() => onEdit(row)} onPurge={() => onPurge(row)} />
            ),
          },
        ]
      : []),
  ];
}
