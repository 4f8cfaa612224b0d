"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRunName } from "@/components/runs/use-run-name";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useErrorText } from "@/components/ui/states";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { deleteArtifact } from "./queries";

export function DeleteArtifact({ artifact, onClose }: { artifact: ArtifactView; onClose: () => void }) {
  const t = useTranslations("artifacts");
  const client = useQueryClient();
  const errorText = useErrorText();
  const runName = useRunName();
  const remove = useMutation({
    mutationFn: () => deleteArtifact(artifact.id),
    onSuccess: async () => {
      onClose();
      await Promise.all(
        ["artifacts", "run_artifacts"].map((area) => client.invalidateQueries({ queryKey: [area] })),
      );
    },
  });
  const { path, dag_id: dag, run, run_id: runId } = artifact;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("delete_title")}
      description={t("delete_text", { path, dag, run: run ? runName(run) : runId })}
      confirmLabel={t("delete")}
      danger
      busy={remove.isPending}
      error={remove.isError ? errorText(remove.error).text : undefined}
      onConfirm={() => remove.mutate()}
    />
  );
}
