"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRequestKey } from "@/components/pipelines/use-request-key";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { Change, ComparedRun } from "@/lib/comparison/schema";
import { PlanFacts } from "./plan-facts";
import { comparisonQueries, startRerun } from "./queries";
import { reversalChoices } from "./reversal-choices";
import { useRowName } from "./use-row-name";

type Props = {
  run: ComparedRun;
  /** Whose values can be put back; null for the baseline itself. */
  other: ComparedRun | null;
  onStarted: (dagRunId: string) => void;
  onClose: () => void;
};

/** Starts the pipeline of a run again, with a preview of what that is. */
export function RerunDialog({ run, other, onStarted, onClose }: Props) {
  const t = useTranslations("comparison");
  const common = useTranslations("common");
  const nameOf = useRowName();
  const errorText = useErrorText();
  const client = useQueryClient();
  const [choice, setChoice] = useState("none");
  const [edits, setEdits] = useState("{}");
  const reversals = useQuery({
    ...comparisonQueries.reversals(run.id, other?.id ?? ""),
    enabled: other !== null,
  });
  const { possible, impossible } = reversalChoices(reversals.data?.data ?? []);
  const parsed = choice === "edit" ? paramsIn(edits) : null;
  const change: Change =
    possible.find(({ id }) => id === choice)?.change ??
    (parsed ? { kind: "edit", params: parsed } : { kind: "none" });
  const isReady = choice !== "edit" || parsed !== null;
  const body = { run_id: run.id, other_run_id: other?.id ?? null, change };
  const plan = useQuery({ ...comparisonQueries.plan(body), enabled: isReady });
  const key = useRequestKey(body);
  const start = useMutation({
    mutationFn: () => startRerun(body, key),
    onSuccess: ({ dag_run_id }) => {
      toast.success(t("rerun_started"));
      if (dag_run_id !== null) onStarted(dag_run_id);
      void client.invalidateQueries({ queryKey: ["experiments", "comparison"] });
      onClose();
    },
  });
  const options = [
    { value: "none", label: t("rerun_plain") },
    ...possible.map(({ id, section, key: row, from, to, others }) => ({
      value: id,
      label: t("rerun_with", { name: nameOf(section, row), from: from ?? "–", to: to ?? "–" }),
      hint: others > 0 ? t("brings_along", { count: others }) : undefined,
    })),
    { value: "edit", label: t("rerun_edit") },
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("rerun_title", { name: run.name })}
      description={other ? t("rerun_beside", { other: other.name }) : t("rerun_alone")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            icon={Play}
            busy={start.isPending}
            disabled={!plan.data || !isReady}
            onClick={() => start.mutate()}
          >
            {t("rerun_start")}
          </Button>
        </>
      }
    >
      <div className="grid min-w-0 gap-4 pt-1">
        {other !== null && reversals.isPending ? (
          <Skeleton className="h-32" />
        ) : (
          <RadioGroup label={t("rerun_choice")} options={options} value={choice} onChange={setChoice} />
        )}
        {choice === "edit" ? (
          <Textarea
            aria-label={t("rerun_params")}
            aria-invalid={parsed === null}
            rows={4}
            className="font-mono text-xs"
            value={edits}
            onChange={(event) => setEdits(event.currentTarget.value)}
          />
        ) : null}
        {choice === "edit" && parsed === null ? (
          <p role="alert" className="text-danger text-sm">
            {t("params_json")}
          </p>
        ) : null}
        {reversals.isError ? <ErrorState error={reversals.error} /> : null}
        {plan.isError ? (
          <p role="alert" className="text-danger text-sm">
            {errorText(plan.error).text}
          </p>
        ) : plan.data && isReady ? (
          <PlanFacts plan={plan.data.plan} />
        ) : null}
        {start.isError ? (
          <p role="alert" className="text-danger text-sm">
            {errorText(start.error).text}
          </p>
        ) : null}
        {impossible.length > 0 ? (
          <details className="text-sm">
            <summary className="text-fg-muted">{t("not_reversible", { count: impossible.length })}</summary>
            <ul className="mt-2 grid gap-1">
              {impossible.map(({ section, key: row, why }) => (
                <li key={`${section}/${row}`} className="min-w-0 break-words text-xs">
                  <span className="font-medium">{nameOf(section, row)}</span>{" "}
                  <span className="text-fg-subtle">{why ? t(`why.${why}`) : null}</span>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Null for what is no JSON object. */
function paramsIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
