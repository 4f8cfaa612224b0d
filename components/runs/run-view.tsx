"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { RunView as RunHead } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { runQueries } from "./queries";
import { RunHeader } from "./run-header";
import { RunPanes } from "./run-panes";
import { usePicture } from "./run-picture";

/** The dialogs are loaded when they open. */
const ClearDialog = dynamic(() => import("./clear-dialog").then((module) => module.ClearDialog), {
  ssr: false,
});
const RunAgain = dynamic(() => import("./run-again").then((module) => module.RunAgain), { ssr: false });

type RunViewProps = { head: RunHead; canWrite: boolean };

/**
 * One run: a header of one line and two panes that fill the window; a narrow window has one column. The first HTML has the
 * run's name and state.
 */
export function RunView({ head, canWrite }: RunViewProps) {
  const t = useTranslations("runs");
  const run = useQuery(runQueries.detail(head.id));
  const [clearing, setClearing] = useState<ClearTarget | null>(null);
  const [again, setAgain] = useState(false);
  const [picture, setPicture] = usePicture();
  return (
    <div className="flex min-w-0 flex-col lg:h-[calc(100dvh-3rem)] lg:min-h-[34rem]">
      <RunHeader
        run={run.data ?? head}
        canWrite={canWrite}
        picture={picture}
        onPicture={setPicture}
        onClear={setClearing}
        onAgain={() => setAgain(true)}
      />
      {run.data ? (
        <RunPanes run={run.data} canWrite={canWrite} picture={picture} onClear={setClearing} />
      ) : (
        <div className="p-4">
          {run.isError ? (
            <ErrorState error={run.error} onRetry={() => void run.refetch()} />
          ) : (
            <TableSkeleton rows={8} label={t("loading")} />
          )}
        </div>
      )}
      {clearing ? (
        <ClearDialog run={run.data ?? head} target={clearing} onClose={() => setClearing(null)} />
      ) : null}
      {again ? <RunAgain run={run.data ?? head} onClose={() => setAgain(false)} /> : null}
    </div>
  );
}
