"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ClearDialog } from "./clear-dialog";
import { cancelRun } from "./queries";

export function RunActions({ runId, state }: { runId: string; state: string }) {
  const t = useTranslations("runs");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState<"cancel" | "failed" | "all" | null>(null);
  const close = () => setAsking(null);
  const cancel = useMutation({
    mutationFn: () => cancelRun(runId),
    onSuccess: () => {
      toast.success(t("cancelled"));
      void client.invalidateQueries({ queryKey: ["runs"] });
      close();
    },
  });
  const live = state === "queued" || state === "running";
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {live ? (
          <Button icon={Ban} onClick={() => setAsking("cancel")}>
            {t("cancel_run")}
          </Button>
        ) : (
          <Button icon={RotateCcw} onClick={() => setAsking("all")}>
            {t("rerun_all")}
          </Button>
        )}
        {state === "failed" ? (
          <Button icon={RotateCcw} variant="primary" onClick={() => setAsking("failed")}>
            {t("rerun_failed")}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        danger
        open={asking === "cancel"}
        onOpenChange={(open) => !open && close()}
        title={t("cancel_run")}
        description={t("cancel_detail")}
        confirmLabel={t("cancel_run")}
        busy={cancel.isPending}
        error={cancel.error ? errorText(cancel.error).title : undefined}
        onConfirm={() => cancel.mutate()}
      />
      {asking === "failed" || asking === "all" ? (
        <ClearDialog runId={runId} onlyFailed={asking === "failed"} onClose={close} />
      ) : null}
    </>
  );
}
