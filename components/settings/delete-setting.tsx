"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { api, NoReply } from "@/lib/client/api";
import type { SettingArea } from "./queries";
import { UsageList } from "./usage-list";

type Props = { area: SettingArea; target: { id: string; version: number } | null; onClose: () => void };

/** Shows who uses the setting. A secret cannot be restored, so its name must be typed. */
export function DeleteSetting({ area, target, onClose }: Props) {
  const t = useTranslations("settings");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      api.delete(`/${area}/${encodeURIComponent(id)}`, NoReply, { headers: { "if-match": `"${version}"` } }),
    onSuccess: (_, { id }) => {
      toast.success(t("deleted", { name: id }));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [area] }),
  });
  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(open) => {
        if (open) return;
        remove.reset();
        onClose();
      }}
      title={t(`${area}.delete_title`, { name: target?.id ?? "" })}
      description={t(`${area}.delete_text`)}
      confirmLabel={t(`${area}.delete`)}
      danger
      typed={target?.id}
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => target && remove.mutate(target)}
    >
      {target ? <UsageList area={area} id={target.id} /> : null}
    </ConfirmDialog>
  );
}
