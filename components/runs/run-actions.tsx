"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { ClearTarget } from "./clear-dialog";
import { cancelRun } from "./queries";

type RunActionsProps = { runId: string; state: string; onClear: (target: ClearTarget) => void };

export function RunActions({ runId, state, onClear }: RunActionsProps) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelRun(runId),
    onSuccess: () => {
      toast.success(t("cancelled"));
      void client.invalidateQueries({ queryKey: ["runs"] });
      setAsking(false);
    },
  });
  const live = state === "queued" || state === "running";
  return (
    <>
      {live ? (
        <Button icon={Ban} onClick={() => setAsking(true)}>
          {t("cancel_run")}
        </Button>
      ) : (
        <Button icon={RotateCcw} onClick={() => onClear({ kind: "all" })}>
          {t("rerun_all")}
        </Button>
      )}
      {state === "failed" ? (
        <Button icon={RotateCcw} variant="primary" onClick={() => onClear({ kind: "failed" })}>
          {t("rerun_failed")}
        </Button>
      ) : null}
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("cancel_run")}
        description={t("cancel_detail")}
        confirmLabel={t("cancel_run")}
        busy={cancel.isPending}
        error={cancel.error ? errorText(cancel.error).text : undefined}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
