"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import type { Comparison } from "@/lib/comparison/schema";
import { DiffDialog } from "./diff-dialog";
import { type Line, linesOf, type RunColumn } from "./lines";
import { RunHead } from "./run-head";
import { SectionLine } from "./section-line";
import type { ComparisonView, useComparisonView } from "./use-comparison-view";
import { ValueLine } from "./value-line";

const LINE_PX = 34;
const COLUMN_PX = 168;

type Props = {
  comparison: Comparison;
  /** The baseline first: it stays in sight. */
  columns: readonly RunColumn[];
  view: ComparisonView;
  setView: ReturnType<typeof useComparisonView>["setView"];
  onRemove: (runId: string) => void;
  /** Undefined for those who may not start runs. */
  onRerun: ((runId: string) => void) | undefined;
};

/** Runs as columns, what they have as rows; drawn as far as they are in sight, in both directions. */
export function ComparisonTable({ comparison, columns, view, setView, onRemove, onRerun }: Props) {
  const t = useTranslations("comparison");
  const scroller = useRef<HTMLElement>(null);
  const lines = useMemo(
    () => linesOf(comparison.sections, view.folded, (rows) => rows),
    [comparison.sections, view.folded],
  );
  const [base, ...others] = columns;
  const down = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 8,
    initialRect: { width: 0, height: 1_000 },
    getItemKey: (index) => keyOf(lines[index], index),
  });
  const across = useVirtualizer({
    horizontal: true,
    count: others.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN_PX,
    overscan: 3,
    initialRect: { width: 1_600, height: 0 },
  });
  const [diffAt, setDiffAt] = useState<number | null>(null);
  if (!base) return null;
  const sideAt = (at: number) => {
    const text = comparison.diffs[at];
    return text ? { name: comparison.runs[at]?.name ?? "", text } : null;
  };
  const ownDiff = diffAt === null ? null : sideAt(diffAt);
  const rerunOf = ({ run }: RunColumn) => (run.dag_run_id === null ? undefined : onRerun);
  const rows = down.getVirtualItems();
  const cells = across.getVirtualItems();
  const shown = cells.flatMap(({ index }) => others[index] ?? []);
  const before = cells[0]?.start ?? 0;
  const after = Math.max(0, across.getTotalSize() - (cells.at(-1)?.end ?? 0));
  const above = rows[0]?.start ?? 0;
  const below = Math.max(0, down.getTotalSize() - (rows.at(-1)?.end ?? 0));
  const gap = (px: number) => (px > 0 ? <td aria-hidden style={{ width: px }} className="p-0" /> : null);
  const fold = (section: string) =>
    void setView({
      folded: view.folded.includes(section)
        ? view.folded.filter((one) => one !== section)
        : [...view.folded, section],
    });
  return (
    <section
      ref={scroller}
      aria-label={t("table")}
      tabIndex={0}
      className="[--first:7.5rem] sm:[--first:15rem] relative max-h-[calc(100dvh-13rem)] min-w-0 overflow-auto rounded-lg border bg-surface shadow-card focus-visible:-outline-offset-2"
    >
      <table
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length + 1}
        className="table-fixed border-separate border-spacing-0 text-sm"
        style={{ width: `calc(var(--first) + ${COLUMN_PX + across.getTotalSize()}px)` }}
      >
        <thead className="sticky top-0 z-20">
          <tr aria-rowindex={1}>
            <th
              scope="col"
              className="sticky left-0 z-20 w-(--first) border-r border-b bg-surface px-3 text-left align-bottom font-medium text-fg-subtle text-xs"
            >
              <span className="sr-only">{t("name")}</span>
            </th>
            <RunHead
              column={base}
              isBase
              width={COLUMN_PX}
              onRemove={onRemove}
              onBase={() => {}}
              onRerun={rerunOf(base)}
            />
            {gap(before)}
            {shown.map((column) => (
              <RunHead
                key={column.run.id}
                column={column}
                width={COLUMN_PX}
                onRemove={onRemove}
                onBase={(id) => void setView({ base: id })}
                onRerun={rerunOf(column)}
              />
            ))}
            {gap(after)}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr aria-hidden style={{ height: above }} /> : null}
          {rows.map(({ index, key }) => {
            const line = lines[index];
            if (!line) return null;
            return line.kind === "section" ? (
              <SectionLine key={key} line={line} index={index + 2} span={shown.length + 4} onFold={fold} />
            ) : (
              <ValueLine
                key={key}
                section={line.section}
                row={line.row}
                index={index + 2}
                base={base}
                shown={shown}
                before={gap(before)}
                after={gap(after)}
                onDiff={setDiffAt}
              />
            );
          })}
          {below > 0 ? <tr aria-hidden style={{ height: below }} /> : null}
        </tbody>
      </table>
      {lines.length === 0 ? (
        <p role="status" className="px-4 py-8 text-center text-fg-muted text-sm">
          {view.q ? t("no_match") : t("no_difference")}
        </p>
      ) : null}
      {ownDiff ? (
        <DiffDialog
          own={ownDiff}
          base={diffAt === base.at ? null : sideAt(base.at)}
          onClose={() => setDiffAt(null)}
        />
      ) : null}
    </section>
  );
}

function keyOf(line: Line | undefined, index: number): string | number {
  if (!line) return index;
  return line.kind === "section" ? line.section : `${line.section}/${line.row.key}`;
}
