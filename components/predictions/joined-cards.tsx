"use client";
import { useLocale, useTranslations } from "next-intl";
import { viewHref } from "@/components/features/queries";
import { AbsoluteTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { duration } from "@/lib/client/format";
import type { PredictionView } from "@/lib/predictions/schema";

const MOST_SHOWN = 20;
type Joined = NonNullable<PredictionView["features"]>["views"][number];

/** The features that the server joined, view by view: whose they are, their values, and how old they were then. */
export function JoinedCards({ features }: { features: PredictionView["features"] }) {
  return features ? features.views.map((view) => <JoinedCard key={view.view} view={view} />) : null;
}

function JoinedCard({ view }: { view: Joined }) {
  const t = useTranslations("predictions");
  const shown = view.rows.slice(0, MOST_SHOWN).map((row, place) => ({ ...row, place }));
  return (
    <Card
      title={
        <Link className="hover:underline" href={viewHref(view.view)}>
          {t("features_of", { view: view.view })}
        </Link>
      }
      description={view.rows.length > shown.length ? t("first_rows", { count: shown.length }) : undefined}
      flush
    >
      <Table label={t("features_of", { view: view.view })}>
        <thead>
          <tr>
            <Th>{t("row")}</Th>
            <Th>{t("entity")}</Th>
            <Th>{t("age")}</Th>
            {view.features.map((name) => (
              <Th key={name}>{name}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Tr key={row.place}>
              <Td className="nums w-0">{row.place}</Td>
              <Td>
                <code className="text-xs">{entityText(row.entity)}</code>
              </Td>
              <Td className="whitespace-nowrap">
                <Age row={row} />
              </Td>
              {view.features.map((name, which) => (
                <Td key={name}>
                  <code className="text-xs" title={row.statuses[which]}>
                    {row.statuses[which] === "PRESENT"
                      ? JSON.stringify(row.values[which] ?? null)
                      : row.statuses[which]}
                  </code>
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Age({ row }: { row: Joined["rows"][number] }) {
  const locale = useLocale();
  if (row.event_timestamp === null || row.age_seconds === null)
    return <span className="text-fg-subtle">{"–"}</span>;
  return (
    <span className="grid">
      {duration(row.age_seconds * 1_000, locale, false)}
      <AbsoluteTime className="text-fg-subtle text-xs" at={row.event_timestamp} />
    </span>
  );
}

function entityText(entity: Record<string, unknown>): string {
  return Object.entries(entity)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(", ");
}
