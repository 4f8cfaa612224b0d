"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { changeBackfill } from "./queries";

type BackfillActionsProps = { id: string; dagId: string; state: string };

export function BackfillActions({ id, dagId, state }: BackfillActionsProps) {
  const t = useTranslations("backfills");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (deed: "pause" | "resume" | "cancel") => changeBackfill(id, deed),
    onSuccess: (_answer, deed) => {
      if (deed === "pause")
        toast.success(t("paused"), {
          action: { label: common("undo"), onClick: () => change.mutate("resume") },
        });
      else toast.success(deed === "resume" ? t("resumed") : t("cancelled"));
      setAsking(false);
    },
    onError: (error, deed) => {
      const { title, detail } = errorText(error);
      if (deed !== "cancel") toast.error(title, { description: detail });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["backfills", dagId] }),
  });
  if (state !== "running" && state !== "paused") return null;
  return (
    <>
      {state === "running" ? (
        <IconButton
          size="sm"
          icon={Pause}
          label={t("pause")}
          disabled={change.isPending}
          onClick={() => change.mutate("pause")}
        />
      ) : (
        <IconButton
          size="sm"
          icon={Play}
          label={t("resume")}
          disabled={change.isPending}
          onClick={() => change.mutate("resume")}
        />
      )}
      <IconButton size="sm" icon={Ban} label={t("cancel")} onClick={() => setAsking(true)} />
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("cancel")}
        description={t("cancel_detail")}
        confirmLabel={t("cancel")}
        keepLabel={t("keep")}
        busy={change.isPending}
        error={change.error ? errorText(change.error).text : undefined}
        onConfirm={() => change.mutate("cancel")}
      />
    </>
  );
}
