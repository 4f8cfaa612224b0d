"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { toast } from "@/components/ui/toaster";
import { VirtualList } from "@/components/ui/virtual-list";
import { clearRun } from "./queries";

/** "all" and "failed" are of the whole run. */
export type ClearTarget = { kind: "all" } | { kind: "failed" } | { kind: "task"; taskId: string };
type ClearDialogProps = { runId: string; target: ClearTarget; onClose: () => void };

/** Asks the server what a re-run would touch before it offers to do it. */
export function ClearDialog({ runId, target, onClose }: ClearDialogProps) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [downstream, setDownstream] = useState(true);
  const wish = {
    ...(target.kind === "task" ? { task_ids: [target.taskId] } : {}),
    only_failed: target.kind === "failed",
    downstream,
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
        preview.data ? t("rerun_preview", { count: tasks.length }) : <Skeleton className="h-4 w-60" />
      }
      confirmLabel={t("rerun")}
      busy={preview.isPending || clear.isPending}
      error={clear.error ? errorText(clear.error).text : undefined}
      onConfirm={() => (tasks.length > 0 ? clear.mutate() : onClose())}
    >
      {preview.isError ? <ErrorState error={preview.error} /> : null}
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
    </ConfirmDialog>
  );
}
