"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { runHref } from "@/components/runs/run-href";
import { useRunName } from "@/components/runs/use-run-name";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { StatusBadge, useStateLabel } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";
import { compareQueries } from "./queries";

type Props = {
  label: string;
  run: RunView | null;
  dagId: string;
  except: string | null;
  onChoose: (id: string) => void;
};

/** One of the two runs, which can be exchanged for another of the pipeline's newest. */
export function RunChoice({ label, run, dagId, except, onChoose }: Props) {
  const t = useTranslations("run_compare");
  const nameOf = useRunName();
  const state = useStateLabel();
  const found = useQuery(compareQueries.choices(dagId)).data?.data ?? [];
  const listed = run && !found.some(({ id }) => id === run.id) ? [run, ...found] : found;
  return (
    <section
      aria-label={label}
      className="grid min-w-0 gap-1.5 rounded-lg border bg-surface px-4 py-3 shadow-card"
    >
      <div className="flex min-w-0 items-center justify-between gap-3">
        <span className="text-fg-subtle text-xs">{label}</span>
        {run ? <StatusBadge state={run.state} /> : null}
      </div>
      {run ? (
        <Link
          href={runHref(run.dag_id, run.id)}
          title={run.run_key}
          className="min-w-0 truncate font-semibold hover:underline"
        >
          {nameOf(run)}
        </Link>
      ) : null}
      <Select
        key={run?.id ?? "none"}
        label={t("choose", { side: label })}
        value={undefined}
        placeholder={t("choose_other")}
        onChange={onChoose}
        options={listed
          .filter(({ id }) => id !== except)
          .map((one) => ({ value: one.id, label: `${nameOf(one)} · ${state(one.state)}` }))}
      />
    </section>
  );
}
