"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { RunDetail } from "@/lib/runs/schema";
import { taskPairs, taskToLookAt } from "./compare-model";
import { CompareTimes } from "./compare-times";
import { HeadFacts } from "./head-facts";
import { LogDiff } from "./log-diff";
import { compareQueries } from "./queries";
import { RunChoice } from "./run-choice";
import { ParamsDiff, ResultsDiff } from "./values-diff";

/** Two runs of one pipeline side by side. The address has both and the task that is looked at. */
export function ComparePage() {
  const t = useTranslations("run_compare");
  const [at, setAt] = useQueryStates(
    { a: parseAsString, b: parseAsString, task: parseAsString },
    { history: "push" },
  );
  const second = useQuery(compareQueries.run(at.b ?? at.a));
  const guess = useQuery({
    ...compareQueries.before(second.data),
    enabled: second.data !== undefined && !(at.a && at.b),
  });
  const firstId = at.a && at.b ? at.a : (guess.data ?? null);
  const first = useQuery(compareQueries.run(firstId));
  const b = second.data;
  const a = first.data;
  if (!at.a && !at.b) return <EmptyState title={t("nothing")} description={t("nothing_detail")} />;
  const failed = second.isError ? second : first.isError ? first : null;
  return (
    <>
      <PageHeader
        title={t("title")}
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("runs"), href: "/runs" },
              ...(b ? [{ label: b.dag_id, href: `/pipelines/${encodeURIComponent(b.dag_id)}` }] : []),
            ]}
          />
        }
        actions={
          a && b ? (
            <Button icon={ArrowLeftRight} onClick={() => void setAt({ a: b.id, b: a.id })}>
              {t("swap")}
            </Button>
          ) : null
        }
      />
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !b || (firstId !== null && !a) || guess.isLoading ? (
        <TableSkeleton rows={10} label={t("loading")} />
      ) : (
        <>
          <div className="grid min-w-0 gap-3 sm:grid-cols-2">
            <RunChoice
              label={t("first")}
              run={a ?? null}
              dagId={b.dag_id}
              except={b.id}
              onChoose={(id) => void setAt({ a: id, b: b.id })}
            />
            <RunChoice
              label={t("second")}
              run={b}
              dagId={b.dag_id}
              except={a?.id ?? null}
              onChoose={(id) => void setAt({ a: a?.id ?? null, b: id })}
            />
          </div>
          {a ? (
            <Comparison a={a} b={b} task={at.task} onTask={(task) => void setAt({ task })} />
          ) : (
            <EmptyState title={t("only_one")} description={t("only_one_detail")} />
          )}
        </>
      )}
    </>
  );
}

type ComparisonProps = { a: RunDetail; b: RunDetail; task: string | null; onTask: (task: string) => void };

function Comparison({ a, b, task, onTask }: ComparisonProps) {
  const t = useTranslations("run_compare");
  if (a.dag_id !== b.dag_id)
    return <EmptyState title={t("two_pipelines")} description={t("two_pipelines_detail")} />;
  const pairs = taskPairs(a, b);
  const chosen = pairs.some(({ taskId }) => taskId === task) ? task : taskToLookAt(pairs);
  return (
    <div className="grid min-w-0 items-start gap-4">
      <HeadFacts a={a} b={b} />
      <CompareTimes pairs={pairs} chosen={chosen} onChoose={onTask} />
      <ParamsDiff a={a.params} b={b.params} />
      <ResultsDiff a={a} b={b} />
      {chosen !== null ? (
        <LogDiff key={chosen} a={a} b={b} task={chosen} pairs={pairs} onTask={onTask} />
      ) : null}
    </div>
  );
}
