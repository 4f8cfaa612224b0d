"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status";
import { toast } from "@/components/ui/toaster";
import { clearRun } from "./queries";

type ClearDialogProps = { runId: string; onlyFailed: boolean; onClose: () => void };

/** Asks the server what a re-run would touch before it offers to do it. */
export function ClearDialog({ runId, onlyFailed, onClose }: ClearDialogProps) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const preview = useQuery({
    queryKey: ["clear-preview", runId, onlyFailed],
    queryFn: () => clearRun(runId, { only_failed: onlyFailed, dry_run: true }),
    gcTime: 0,
  });
  const clear = useMutation({
    mutationFn: () => clearRun(runId, { only_failed: onlyFailed, dry_run: false }),
    onSuccess: ({ tasks }) => {
      toast.success(t("rerun_done", { count: tasks.length }));
      void client.invalidateQueries({ queryKey: ["runs"] });
      onClose();
    },
  });
  const tasks = preview.data?.tasks ?? [];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={onlyFailed ? t("rerun_failed") : t("rerun_all")}
      description={
        preview.data ? t("rerun_preview", { count: tasks.length }) : <Skeleton className="h-4 w-60" />
      }
      confirmLabel={t("rerun")}
      busy={preview.isPending || clear.isPending}
      error={clear.error ? errorText(clear.error).title : undefined}
      onConfirm={() => (tasks.length > 0 ? clear.mutate() : onClose())}
    >
      {preview.isError ? <ErrorState error={preview.error} /> : null}
      <ul className="grid max-h-60 gap-1 overflow-auto text-sm">
        {tasks.map((task) => (
          <li key={task.id} className="flex justify-between gap-4">
            <span className="truncate">{task.task_id}</span>
            <StatusBadge state={task.state} />
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
