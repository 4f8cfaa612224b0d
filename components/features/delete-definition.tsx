"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { api, NoReply } from "@/lib/client/api";
import { type DefinitionArea, definitionPath } from "./areas";

type Props = {
  area: DefinitionArea;
  target: { name: string; version: number };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
};

/** The server refuses what others use, and names them. */
export function DeleteDefinition({ area, target, onClose, onDeleted }: Props) {
  const t = useTranslations("features");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      api.delete(definitionPath(area, target.name), NoReply, {
        headers: { "if-match": `"${target.version}"` },
      }),
    onSuccess: () => {
      toast.success(t("deleted", { name: target.name }));
      onClose();
      onDeleted?.();
    },
    onSettled: () =>
      client.invalidateQueries({ queryKey: ["features"], refetchType: onDeleted ? "none" : "active" }),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title", { name: target.name })}
      description={t(`${area}.delete_text`)}
      confirmLabel={t(`${area}.delete`)}
      danger
      typed={target.name}
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate()}
    />
  );
}
