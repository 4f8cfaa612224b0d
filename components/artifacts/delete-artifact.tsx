"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { useErrorText } from "@/components/ui/states";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { deleteArtifact } from "./queries";

export function DeleteArtifact({ artifact }: { artifact: ArtifactView }) {
  const t = useTranslations("artifacts");
  const client = useQueryClient();
  const errorText = useErrorText();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteArtifact(artifact.id),
    onSuccess: async () => {
      setOpen(false);
      await Promise.all(
        ["artifacts", "run_artifacts"].map((area) => client.invalidateQueries({ queryKey: [area] })),
      );
    },
  });
  return (
    <>
      <IconButton
        icon={Trash2}
        size="sm"
        label={t("delete_of", { path: artifact.path })}
        onClick={() => setOpen(true)}
      />
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("delete_title")}
        description={t("delete_text", { path: artifact.path })}
        confirmLabel={t("delete")}
        danger
        busy={remove.isPending}
        error={remove.isError ? errorText(remove.error).text : undefined}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
