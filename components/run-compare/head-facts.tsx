"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RunRan } from "@/components/runs/run-facts";
import { versionHref } from "@/components/runs/run-href";
import { RunType } from "@/components/runs/run-type";
import { AbsoluteTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import type { RunDetail } from "@/lib/runs/schema";

type Fact = { name: string; of: (run: RunDetail) => ReactNode; key: (run: RunDetail) => unknown };

/** What the two runs were; what differs is marked. */
export function HeadFacts({ a, b }: { a: RunDetail; b: RunDetail }) {
  const t = useTranslations("run_compare");
  const runs = useTranslations("runs");
  const time = (at: string | null, zone?: string | null) =>
    at ? <AbsoluteTime at={at} {...(zone ? { zone } : {})} seconds={false} /> : null;
  const facts: Fact[] = [
    { name: runs("state"), of: (run) => <StatusBadge state={run.state} />, key: (run) => run.state },
    {
      name: runs("version"),
      of: (run) => (
        <Link href={versionHref(run.dag_id, run.version)} className="text-accent hover:underline">
          {runs("version_number", { number: run.version })}
        </Link>
      ),
      key: (run) => run.version,
    },
    { name: runs("type"), of: (run) => <RunType type={run.run_type} />, key: (run) => run.run_type },
    {
      name: runs("logical_date"),
      of: (run) => time(run.logical_date, run.time_zone ?? "UTC"),
      key: (run) => run.logical_date,
    },
    {
      name: runs("started"),
      of: (run) => time(run.first_started_at ?? run.started_at),
      key: () => null,
    },
    { name: runs("duration"), of: (run) => <RunRan run={run} />, key: () => null },
    { name: runs("triggered_by"), of: (run) => run.triggered_by, key: (run) => run.triggered_by },
  ];
  const shown = facts.filter(({ of }) => Boolean(of(a)) || Boolean(of(b)));
  return (
    <Card
      title={t("facts")}
      flush
      actions={
        a.version === b.version ? null : (
          <Link
            href={`${versionHref(b.dag_id, b.version)}&compare=${a.version}`}
            className="text-accent text-sm hover:underline"
          >
            {t("version_diff", { from: a.version, to: b.version })}
          </Link>
        )
      }
    >
      <Table label={t("facts")}>
        <thead>
          <tr>
            <Th className="w-36">{t("fact")}</Th>
            <Th>{t("first")}</Th>
            <Th>{t("second")}</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, of, key }) => {
            const differs = key(a) !== key(b);
            return (
              <Tr key={name}>
                <Td className="text-fg-muted">{name}</Td>
                <Td className="min-w-0">{of(a)}</Td>
                <Td className={cn("min-w-0", differs && "bg-warning-soft font-medium")}>
                  {of(b)}
                  {differs ? <span className="sr-only">{` (${t("differs")})`}</span> : null}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}
