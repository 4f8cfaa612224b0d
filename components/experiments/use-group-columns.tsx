"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { number } from "@/lib/client/format";
import type { RunGroup } from "@/lib/experiments/schema";
import { groupTitle } from "./group-names";
import { metricText } from "./metric-text";
import { trainingRunHref } from "./queries";
import { keyColumn, runValue } from "./run-columns";
import type { GroupRow } from "./use-group-rows";

type Statistics = RunGroup["metrics"][string];
type Value = Statistics["mean"];

/** A column for each name of the group, and for each metric its mean with deviation, its range and its number. */
export function useGroupColumns(
  by: readonly string[],
  metrics: readonly string[],
  onToggle: (id: string) => void,
): Column<GroupRow>[] {
  const t = useTranslations("experiment_table");
  const terms = useTranslations("experiments");
  const locale = useLocale();
  return useMemo(() => {
    const text = (value: Value) => (value === null ? "–" : metricText(value, locale));
    const titleOf = (name: string) => {
      const column = keyColumn(name);
      if (!column) return name;
      const { kind, key } = column;
      return kind === "min" || kind === "max" || kind === "first" ? t(`point_of.${kind}`, { key }) : key;
    };
    return [
      ...by.map(
        (name, at): Column<GroupRow> => ({
          id: at === 0 ? "key" : `key${at}`,
          header: groupTitle(name, terms),
          width: at === 0 ? 240 : 160,
          value: at === 0 ? () => 1 : undefined,
          cell: (row) => {
            if (row.kind === "group") return <GroupKey row={row} at={at} onToggle={onToggle} />;
            if (at > 0) return null;
            if (row.kind === "more")
              return (
                <span className="pl-6 text-fg-muted">
                  {t("shown_of", { shown: row.shown, count: row.runs })}
                </span>
              );
            return (
              <Link
                href={trainingRunHref(row.run.experiment_id, row.run.id)}
                className="pl-6 hover:underline"
              >
                {row.run.name}
              </Link>
            );
          },
        }),
      ),
      {
        id: "runs",
        header: terms("runs"),
        width: 80,
        align: "right",
        value: () => 1,
        cell: (row) => (row.kind === "group" ? number(row.group.runs, locale) : null),
      },
      ...metrics.flatMap((name): Column<GroupRow>[] => {
        const column = keyColumn(name);
        const of = (row: GroupRow) => (row.kind === "group" ? row.group.metrics[name] : undefined);
        return [
          {
            id: `mean:${name}`,
            header: t("mean_of", { key: titleOf(name) }),
            width: 190,
            align: "right",
            value: () => 1,
            cell: (row) => {
              const one = of(row);
              if (one && one.std === null) return text(one.mean);
              if (one) return t("mean_std", { mean: text(one.mean), std: text(one.std) });
              const value = row.kind === "run" && column ? runValue(row.run, column) : null;
              return value === null ? null : (
                <span className="text-fg-muted">{metricText(value, locale)}</span>
              );
            },
          },
          {
            id: `max:${name}`,
            header: t("range_of", { key: titleOf(name) }),
            width: 180,
            align: "right",
            value: () => 1,
            cell: (row) => {
              const one = of(row);
              return one && one.n > 0 ? t("range", { min: text(one.min), max: text(one.max) }) : null;
            },
          },
          {
            id: `n:${name}`,
            header: t("count_of", { key: titleOf(name) }),
            width: 110,
            align: "right",
            value: () => 1,
            cell: (row) => {
              const one = of(row);
              return one && row.kind === "group" ? <Counted one={one} runs={row.group.runs} /> : null;
            },
          },
        ];
      }),
      {
        id: "last",
        header: terms("last_run"),
        width: 130,
        cell: (row) =>
          row.kind === "group" && row.group.last_run_at ? <RelativeTime at={row.group.last_run_at} /> : null,
      },
    ];
  }, [by, metrics, t, terms, locale, onToggle]);
}

function GroupKey({
  row,
  at,
  onToggle,
}: {
  row: GroupRow & { kind: "group" };
  at: number;
  onToggle: (id: string) => void;
}) {
  const t = useTranslations("experiment_table");
  const value = row.group.values[at] ?? null;
  const shown = value === null ? t("no_value") : value === "" ? t("empty_value") : value;
  const label = (
    <span className={value ? "truncate font-medium" : "truncate text-fg-muted italic"}>{shown}</span>
  );
  if (at > 0) return label;
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={row.isOpen}
      title={shown}
      onClick={() => onToggle(row.id)}
      className="-ml-1 flex min-h-6 w-full min-w-0 items-center gap-1 rounded-sm text-left hover:underline"
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-fg-subtle" />
      {label}
    </button>
  );
}

/** How many runs the statistics are of, and what the others have instead. */
function Counted({ one, runs }: { one: Statistics; runs: number }) {
  const t = useTranslations("experiment_table");
  const locale = useLocale();
  if (one.n === runs) return number(one.n, locale);
  return (
    <span title={t("not_counted", { nan: one.nan, missing: one.missing })} className="text-warning">
      {t("n_of", { n: one.n, runs })}
    </span>
  );
}
