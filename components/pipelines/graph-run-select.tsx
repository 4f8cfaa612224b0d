"use client";
import { useTranslations } from "next-intl";
import { useRunName } from "@/components/runs/use-run-name";
import { Select } from "@/components/ui/select";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import type { NamedRun } from "@/lib/client/run-name";

type Run = NamedRun & { id: string; state: string };

type GraphRunSelectProps = { run: Run; runs: readonly Run[]; onChoose: (id: string) => void };

/** The run whose states the graph shows. */
export function GraphRunSelect({ run, runs, onChoose }: GraphRunSelectProps) {
  const t = useTranslations("pipelines");
  const nameOf = useRunName();
  const label = useStateLabel();
  return (
    <Select
      label={t("graph_run")}
      className="w-64 max-w-full"
      value={run.id}
      onChange={onChoose}
      options={runs.map((one) => ({
        value: one.id,
        label: (
          <span className="flex items-center gap-2">
            <StatusIcon state={one.state} className="animate-none" />
            {`${nameOf(one)} · ${label(one.state)}`}
          </span>
        ),
      }))}
    />
  );
}
