"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import type { RunDetail } from "@/lib/runs/schema";
import { MOST_VALUES, type ValueRow, valueRows } from "./compare-model";

/** The parameters of both runs; those that differ first. */
export function ParamsDiff({ a, b }: { a: unknown; b: unknown }) {
  const t = useTranslations("run_compare");
  const { rows, isCut } = valueRows(a, b);
  return <Values title={t("params")} none={t("no_params")} rows={rows} isCut={isCut} />;
}

/** The results of all tasks of both runs. */
export function ResultsDiff({ a, b }: { a: RunDetail; b: RunDetail }) {
  const t = useTranslations("run_compare");
  const { rows, isCut } = valueRows(resultsOf(a), resultsOf(b));
  return <Values title={t("results")} none={t("no_results")} rows={rows} isCut={isCut} />;
}

function resultsOf({ tasks }: RunDetail): Record<string, unknown> {
  return Object.fromEntries(
    tasks.flatMap(({ task_id, result }) => (result === null ? [] : [[task_id, result] as const])),
  );
}

type ValuesProps = { title: string; none: string; rows: readonly ValueRow[]; isCut: boolean };

function Values({ title, none, rows, isCut }: ValuesProps) {
  const t = useTranslations("run_compare");
  const [all, setAll] = useState(false);
  const differing = rows.filter(({ differs }) => differs);
  const shown = all ? rows : differing;
  const same = rows.length - differing.length;
  const cut = isCut ? t("cut", { count: MOST_VALUES }) : "";
  if (rows.length === 0)
    return (
      <Card title={title}>
        <p className="text-fg-muted text-sm">{none}</p>
      </Card>
    );
  return (
    <Card
      title={title}
      description={`${t("differing", { count: differing.length })} ${cut}`.trim()}
      flush
      actions={
        same > 0 ? (
          <Button size="sm" variant="ghost" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("hide_same") : t("show_same", { count: same })}
          </Button>
        ) : null
      }
    >
      {shown.length > 0 ? (
        <div className="max-h-96 overflow-auto">
          <Table label={title}>
            <thead>
              <tr>
                <Th className="w-1/4">{t("name")}</Th>
                <Th>{t("first")}</Th>
                <Th>{t("second")}</Th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Tr key={row.path}>
                  <Td className="max-w-48 truncate font-mono text-xs" title={row.path}>
                    {row.path}
                  </Td>
                  <Value text={row.a} look="" />
                  <Value text={row.b} look={row.differs ? "bg-warning-soft" : ""} />
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </Card>
  );
}

const MOST_CHARS = 300;

function Value({ text, look }: { text: string | null; look: string }) {
  const t = useTranslations("run_compare");
  return (
    <Td className={cn("max-w-64 truncate font-mono text-xs", look)} title={text ?? undefined}>
      {text === null ? (
        <span className="font-sans text-fg-subtle">{t("not_there")}</span>
      ) : (
        text.slice(0, MOST_CHARS)
      )}
    </Td>
  );
}
