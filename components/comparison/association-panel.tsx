"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/client/cn";
import { number } from "@/lib/client/format";
import { isLowerBetter } from "@/lib/comparison/values";
import { type Association, LEAST_RUNS, type Ranked, rankedBy } from "./association";
import { type ComparisonWish, comparisonQueries } from "./queries";
import { useRowName } from "./use-row-name";

/** So many lines say enough. */
const MOST_LINES = 8;
/** A list to choose from; other metrics are chosen in their own row. */
const MOST_CHOICES = 100;

type Props = { wish: ComparisonWish; metric: string | null; onMetric: (metric: string) => void };

/** What differs between the runs, ranked by how it goes along with a metric: a hint, with the number of runs behind it. */
export function AssociationPanel({ wish, metric, onMetric }: Props) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  const nameOf = useRowName();
  // Of all runs, also where the table shows fewer.
  const { data } = useQuery(comparisonQueries.compare({ ...wish, onlyDifferences: true, search: "" }));
  const metrics = data?.sections.metrics?.rows;
  const chosen = metrics?.find(({ key }) => key === metric) ?? metrics?.[0];
  const ranked = useMemo(
    () => (data && chosen ? rankedBy(data.sections, chosen.values) : []),
    [data, chosen],
  );
  if (!metrics || !chosen) return null;
  const measured = ranked.filter(({ association }) => association.kind === "measured");
  const isLittle = ranked.length > 0 && ranked.every(({ association }) => association.kind === "too_few");
  const choices = [...new Set([chosen.key, ...metrics.slice(0, MOST_CHOICES).map(({ key }) => key)])];
  return (
    <Card
      title={t("associated")}
      description={t(isLowerBetter(chosen.key) ? "lower_is_better" : "higher_is_better", {
        metric: chosen.key,
      })}
      actions={
        <Select
          label={t("metric")}
          className="w-52"
          options={choices.map((key) => ({ value: key, label: key }))}
          value={chosen.key}
          onChange={onMetric}
        />
      }
    >
      {isLittle ? (
        <p className="text-fg-muted text-sm">{t("too_few_runs", { least: LEAST_RUNS })}</p>
      ) : measured.length === 0 ? (
        <p className="text-fg-muted text-sm">{t("nothing_associated")}</p>
      ) : (
        <>
          <ol className="grid gap-x-8 gap-y-1 lg:grid-cols-2">
            {measured.slice(0, MOST_LINES).map((one) => (
              <Line
                key={`${one.section}/${one.row.key}`}
                ranked={one}
                name={nameOf(one.section, one.row.key)}
                locale={locale}
              />
            ))}
          </ol>
          <p className="mt-2 text-fg-subtle text-xs">{t("association_note")}</p>
        </>
      )}
    </Card>
  );
}

function Line({ ranked, name, locale }: { ranked: Ranked; name: string; locale: string }) {
  const t = useTranslations("comparison");
  const { association, section } = ranked;
  if (association.kind !== "measured") return null;
  const share = Math.abs(association.value);
  return (
    <li className="flex min-w-0 items-center gap-2 text-sm">
      <span className="min-w-0 flex-1 truncate" title={name}>
        <span className={cn("text-xs", name === ranked.row.key && "font-mono")}>{name}</span>{" "}
        <span className="text-fg-subtle text-xs">{t(`sections.${section}`)}</span>
      </span>
      <span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-surface-3 sm:w-24">
        <span className="block h-full bg-accent" style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      <span className="nums w-32 shrink-0 text-right text-xs">
        {associationText(association, locale)}{" "}
        <span className="text-fg-subtle">{t("of_runs", { count: association.n })}</span>
      </span>
    </li>
  );
}

/** "ρ −0.83" of numbers, "η 0.71" of groups. */
function associationText(
  { measure, value }: Extract<Association, { kind: "measured" }>,
  locale: string,
): string {
  return `${measure === "spearman" ? "ρ" : "η"} ${number(value, locale, 2)}`;
}
