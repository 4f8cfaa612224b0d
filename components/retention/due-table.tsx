"use client";
import { useLocale, useTranslations } from "next-intl";
import type * as z from "zod";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Forecast } from "@/lib/retention/schema";

/** Runs that are deleted now and soon, by pipeline. */
export function DueTable({ pipelines }: { pipelines: z.infer<typeof Forecast>["pipelines"] }) {
  const t = useTranslations("retention");
  const locale = useLocale();
  const number = "nums whitespace-nowrap text-right";
  const shown = (count: number) => (count === 0 ? "–" : count.toLocaleString(locale));
  return (
    <Table cards label={t("due_title")}>
      <thead>
        <tr>
          <Th>{t("pipeline")}</Th>
          {(["ended_runs", "pinned_runs", "due_now", "in_7_days", "in_30_days"] as const).map((column) => (
            <Th key={column} className="text-right">
              {t(column)}
            </Th>
          ))}
          <Th>{t("next_at")}</Th>
        </tr>
      </thead>
      <tbody>
        {pipelines.map((row) => (
          <Tr key={row.dag_id}>
            <Td className="whitespace-nowrap">
              <Link className="hover:underline" href={`/pipelines/${encodeURIComponent(row.dag_id)}`}>
                {row.dag_id}
              </Link>
            </Td>
            <Td className={number}>{shown(row.ended_runs)}</Td>
            <Td className={number}>{shown(row.pinned_runs)}</Td>
            <Td className={number}>{shown(row.now)}</Td>
            <Td className={number}>{shown(row.in_7_days)}</Td>
            <Td className={number}>{shown(row.in_30_days)}</Td>
            <Td>{row.next_at ? <RelativeTime at={row.next_at} /> : "–"}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
