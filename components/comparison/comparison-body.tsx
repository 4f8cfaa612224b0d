"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Comparison } from "@/lib/comparison/schema";
import { AssociationPanel } from "./association-panel";
import { ChartSlot } from "./chart-slot";
import { ComparisonTable } from "./comparison-table";
import { FilesPanel } from "./files-panel";
import { columnsOf } from "./lines";
import { MissingRuns } from "./missing-runs";
import type { ComparisonWish } from "./queries";
import { RerunPanel } from "./rerun-panel";
import type { useComparisonView } from "./use-comparison-view";

const RerunDialog = dynamic(() => import("./rerun-dialog").then((module) => module.RerunDialog), {
  ssr: false,
});

type Props = ReturnType<typeof useComparisonView> & {
  comparison: Comparison;
  wish: ComparisonWish;
  canRun: boolean;
};

/** Everything that a comparison of runs that are there shows. */
export function ComparisonBody({ comparison, wish, canRun, view, setView, setRuns }: Props) {
  const [rerunId, setRerunId] = useState<string | null>(null);
  const columns = columnsOf(comparison.runs, view.base);
  const [base, ...others] = columns.map(({ run }) => run);
  const subject = comparison.runs.find(({ id }) => id === rerunId);
  return (
    <>
      <MissingRuns
        missing={comparison.missing}
        onDrop={() => setRuns(view.runs.filter((id) => !comparison.missing.includes(id)))}
      />
      <RerunPanel
        reruns={comparison.reruns}
        runs={comparison.runs}
        awaited={view.awaited}
        onShow={(ids, dagRunId) =>
          setRuns([...view.runs, ...ids], {
            awaited: view.awaited.filter((one) => one !== dagRunId),
          })
        }
      />
      <AssociationPanel wish={wish} metric={view.metric} onMetric={(metric) => void setView({ metric })} />
      <ComparisonTable
        comparison={comparison}
        columns={columns}
        view={view}
        setView={setView}
        onRemove={(id) => setRuns(view.runs.filter((one) => one !== id))}
        onRerun={canRun ? setRerunId : undefined}
      />
      {base ? <FilesPanel base={base} others={others} view={view} setView={setView} /> : null}
      <ChartSlot
        runIds={columns.map(({ run }) => run.id)}
        runs={comparison.runs}
        point={view.point}
        step={view.step}
      />
      {subject && base ? (
        <RerunDialog
          run={subject}
          other={subject.id === base.id ? null : base}
          onStarted={(dagRunId) => void setView({ awaited: [...view.awaited, dagRunId] })}
          onClose={() => setRerunId(null)}
        />
      ) : null}
    </>
  );
}
