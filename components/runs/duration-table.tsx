"use client";
import { useTranslations } from "next-intl";
import { Duration } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { DurationRow } from "./duration-model";
import { runHref } from "./run-href";
import { useRunName } from "./use-run-name";

/** The chart's twin for keyboards and screen readers, newest first. */
export function DurationTable({ dagId, rows }: { dagId: string; rows: readonly DurationRow[] }) {
  const t = useTranslations("runs");
  const nameOf = useRunName();
  return (
    <Table label={t("durations_table")}>
      <thead>
        <tr>
          <Th>{t("run")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("waited")}</Th>
          <Th>{t("ran")}</Th>
          <Th>{t("median")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="whitespace-nowrap">
              <Link href={runHref(dagId, row.id)} title={row.run.run_key} className="hover:underline">
                {nameOf(row.run)}
              </Link>
            </Td>
            <Td>
              <StatusBadge state={row.state} />
            </Td>
            <Td>
              <Duration ms={row.waitMs} />
            </Td>
            <Td>
              <Duration ms={row.runMs} />
            </Td>
            <Td>{row.medianMs === null ? null : <Duration ms={row.medianMs} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
