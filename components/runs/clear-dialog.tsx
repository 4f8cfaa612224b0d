"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { pipelineQueries } from "@/components/pipelines/queries";
import { Checkbox, RadioGroup } from "@/components/ui/choice";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorText } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { toast } from "@/components/ui/toaster";
import { VirtualList } from "@/components/ui/virtual-list";
import type { RunView } from "@/lib/runs/schema";
import { clearRun } from "./queries";

/** "all" and "failed" apply to the whole run. */
export type ClearTarget = { kind: "all" } | { kind: "failed" } | { kind: "task"; taskId: string };
type ClearDialogProps = { run: RunView; target: ClearTarget; onClose: () => void };

/** Previews which tasks would run again, then asks. */
export function ClearDialog({ run, target, onClose }: ClearDialogProps) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const runId = run.id;
  const [downstream, setDownstream] = useState(true);
  const [version, setVersion] = useState<"same" | "newest">("same");
  const head = useQuery(pipelineQueries.detail(run.dag_id)).data?.head?.number ?? run.version;
  // A running run never changes its version, or its tasks would have two.
  const choosable = run.finished_at !== null && head !== run.version;
  const wish = {
    ...(target.kind === "task" ? { task_ids: [target.taskId] } : {}),
    only_failed: target.kind === "failed",
    downstream,
    version: choosable ? version : ("same" as const),
  };
  const preview = useQuery({
    queryKey: ["clear-preview", runId, wish],
    queryFn: () => clearRun(runId, { ...wish, dry_run: true }),
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const clear = useMutation({
    mutationFn: () => clearRun(runId, { ...wish, dry_run: false }),
    onSuccess: ({ tasks }) => {
      toast.success(t("rerun_done", { count: tasks.length }));
      void client.invalidateQueries({ queryKey: ["runs"] });
      onClose();
    },
  });
  const tasks = preview.data?.tasks ?? [];
  const title = {
    all: t("rerun_all"),
    failed: t("rerun_failed"),
    task: t("clear_title", { task: target.kind === "task" ? target.taskId : "" }),
  }[target.kind];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={
        preview.data ? (
          t("rerun_preview", { count: tasks.length, version: preview.data.version })
        ) : (
          <Skeleton className="h-4 w-60" />
        )
      }
      confirmLabel={t("rerun")}
      busy={preview.isPending || clear.isPending}
      error={clear.error ? errorText(clear.error).text : undefined}
      onConfirm={() => (tasks.length > 0 ? clear.mutate() : onClose())}
    >
      {choosable ? (
        <RadioGroup
          label={t("version")}
          value={version}
          onChange={setVersion}
          options={[
            { value: "same", label: t("version_same", { number: run.version }) },
            { value: "newest", label: t("version_newest", { number: head }), hint: t("version_newest_hint") },
          ]}
        />
      ) : null}
      {preview.isError ? (
        <p role="alert" className="text-danger text-sm">
          {errorText(preview.error).text}
        </p>
      ) : null}
      {target.kind === "task" ? (
        <Checkbox
          checked={downstream}
          onChange={setDownstream}
          label={t("with_downstream")}
          hint={t("with_downstream_hint")}
        />
      ) : null}
      {tasks.length > 0 ? (
        <VirtualList
          label={t("tasks")}
          items={tasks}
          itemKey={(task) => task.task_id}
          rowPx={28}
          className={tasks.length > 8 ? "h-60 rounded-md border" : "rounded-md border"}
        >
          {(task) => (
            <span className="flex h-full items-center justify-between gap-4 px-3 text-sm">
              <span className="truncate">{task.task_id}</span>
              <StatusBadge state={task.state} />
            </span>
          )}
        </VirtualList>
      ) : null}
      {preview.data && preview.data.removed.length > 0 ? (
        <p className="text-fg-muted text-sm">
          {t("rerun_removed", { count: preview.data.removed.length, tasks: preview.data.removed.join(", ") })}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
