"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { metricText } from "@/components/experiments/metric-text";
import { cn } from "@/lib/client/cn";
import type { Cell, ComparisonRow } from "@/lib/comparison/schema";
import type { SectionName } from "@/lib/comparison/values";
import { Delta } from "./delta";
import type { RunColumn } from "./lines";
import { useRowName } from "./use-row-name";

const DASH = "–";

type Props = {
  section: SectionName;
  row: ComparisonRow;
  index: number;
  base: RunColumn;
  shown: readonly RunColumn[];
  /** Room for the columns that are not drawn. */
  before: ReactNode;
  after: ReactNode;
  /** Shows a run's uncommitted changes. */
  onDiff: (at: number) => void;
};

/** One thing that runs have, the baseline's value first. */
export function ValueLine({ section, row, index, base, shown, before, after, onDiff }: Props) {
  const label = useRowName()(section, row.key);
  const own = row.values[base.at] ?? null;
  return (
    <tr aria-rowindex={index} className="group h-[34px]">
      <th
        scope="row"
        title={row.key}
        className={cn(
          "sticky left-0 z-10 w-(--first) truncate border-r border-b bg-surface px-3 text-left font-normal text-xs group-hover:bg-surface-2",
          // A name of ours is a word, a key that a run logged is code.
          label === row.key && "font-mono",
        )}
      >
        {label}
      </th>
      <ValueCell section={section} row={row} value={own} isBase at={base.at} own={own} onDiff={onDiff} />
      {before}
      {shown.map(({ run, at }) => (
        <ValueCell
          key={run.id}
          section={section}
          row={row}
          value={row.values[at] ?? null}
          at={at}
          own={own}
          onDiff={onDiff}
        />
      ))}
      {after}
    </tr>
  );
}

type CellProps = {
  section: SectionName;
  row: ComparisonRow;
  value: Cell;
  /** The baseline's. */
  own: Cell;
  at: number;
  isBase?: boolean;
  onDiff: (at: number) => void;
};

function ValueCell({ section, row, value, own, at, isBase = false, onDiff }: CellProps) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  const isOther = !isBase && value !== own;
  return (
    <td
      aria-colindex={at + 2}
      title={value === null ? undefined : String(value)}
      className={cn(
        "nums truncate border-b px-3 group-hover:bg-surface-2",
        section === "metrics" ? "text-right" : "text-left font-mono text-xs",
        isBase && "z-[5] border-r bg-surface-2 sm:sticky sm:left-(--first)",
        isOther ? "text-fg" : isBase ? "" : "text-fg-subtle",
        isOther && section !== "metrics" && "bg-accent-soft",
      )}
    >
      {value === null ? (
        <span className="text-fg-subtle">
          <span aria-hidden>{DASH}</span>
          <span className="sr-only">{t("none")}</span>
        </span>
      ) : section === "code" && row.key === "diff" ? (
        <button type="button" className="rounded-sm text-accent hover:underline" onClick={() => onDiff(at)}>
          {value}
        </button>
      ) : (
        metricText(value, locale)
      )}
      {section === "metrics" && !isBase ? <Delta metric={row.key} value={value} base={own} /> : null}
    </td>
  );
}
