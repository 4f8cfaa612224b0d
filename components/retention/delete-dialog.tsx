"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { LongJobProgress } from "@/components/long-jobs/long-job-progress";
import { longJobEnded } from "@/components/long-jobs/queries";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { LongJobView } from "@/lib/long-jobs/schema";
import { DeletionWeight } from "./deletion-weight";
import { deletePipeline, deleteRun, retentionQueries } from "./queries";

type Target = { of: "run"; id: string; dagId: string } | { of: "pipeline"; id: string };

/** Shows how much will be deleted. For a pipeline its name must be typed, because its history cannot be restored. */
export function DeleteDialog({ target, onClose }: { target: Target; onClose: () => void }) {
  const t = useTranslations("retention");
  const errorText = useErrorText();
  const client = useQueryClient();
  const router = useRouter();
  const { of, id } = target;
  const preview = useQuery(
    of === "run" ? retentionQueries.runDeletion(id) : retentionQueries.pipelineDeletion(id),
  );
  // The page below may be gone before the answer comes, and the dialog with it. Only a person closes it.
  const isClosed = useRef(false);
  const [job, setJob] = useState<LongJobView | null>(null);
  const remove = useMutation({
    mutationFn: async () => {
      if (of === "run") await deleteRun(id);
      else await longJobEnded((await deletePipeline(id)).id, setJob);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["pipelines"] });
      if (isClosed.current) return;
      toast.success(t(`deleted.${of}`));
      onClose();
      router.push(target.of === "run" ? `/pipelines/${encodeURIComponent(target.dagId)}` : "/pipelines");
      // Queries of the page that is left would only fail.
      client.removeQueries({ queryKey: [of === "run" ? "runs" : "pipelines", id] });
    },
  });
  const refused = preview.data?.refused != null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (open) return;
        isClosed.current = true;
        onClose();
      }}
      title={t(`delete_title.${of}`)}
      description={t(`delete_text.${of}`)}
      confirmLabel={t(`delete.${of}`)}
      danger
      typed={of === "pipeline" && !refused ? id : undefined}
      busy={preview.isPending || remove.isPending}
      disabled={refused || preview.isError}
      error={remove.error ? errorText(remove.error).text : undefined}
      onConfirm={() => remove.mutate()}
    >
      {preview.isPending ? <Skeleton className="h-32" /> : null}
      {preview.isError ? <ErrorState error={preview.error} /> : null}
      {job ? (
        <div className="grid gap-1">
          <LongJobProgress job={job} />
          <p className="text-fg-muted text-xs">{t("goes_on")}</p>
        </div>
      ) : null}
      {preview.data ? <DeletionWeight preview={preview.data} of={of} /> : null}
    </ConfirmDialog>
  );
}
