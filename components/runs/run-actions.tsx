"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Copy, Link2, MoreHorizontal, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { ClearTarget } from "./clear-dialog";
import { cancelRun } from "./queries";

type RunMenuProps = {
  runId: string;
  state: string;
  /** Undefined: this person may not run tasks again. */
  onClear: ((target: ClearTarget) => void) | undefined;
};

/** All that can be done with a run, by the key `.` too. */
export function RunMenu({ runId, state, onClear }: RunMenuProps) {
  const t = useTranslations("runs");
  const keys = useTranslations("shell.keys");
  const ended = state !== "queued" && state !== "running";
  return (
    <Menu
      pageKey={t("more")}
      trigger={<IconButton icon={MoreHorizontal} label={t("more")} variant="secondary" />}
    >
      {onClear && state === "failed" ? (
        <MenuItem icon={RotateCcw} onSelect={() => onClear({ kind: "failed" })}>
          {t("rerun_failed")}
        </MenuItem>
      ) : null}
      {onClear && ended ? (
        <>
          <MenuItem icon={RotateCcw} onSelect={() => onClear({ kind: "all" })}>
            {t("rerun_all")}
          </MenuItem>
          <MenuSeparator />
        </>
      ) : null}
      <MenuItem icon={Copy} shortcut="y" onSelect={() => void copyText(runId)}>
        {keys("copy_id")}
      </MenuItem>
      <MenuItem icon={Link2} shortcut="u" onSelect={() => void copyText(window.location.href)}>
        {keys("copy_link")}
      </MenuItem>
    </Menu>
  );
}

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
