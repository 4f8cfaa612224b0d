"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Copy, KeyRound, Link2, MoreHorizontal, Play, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRunKeeping } from "@/components/retention/use-run-keeping";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { RunView } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { cancelRun } from "./queries";

type RunActionsProps = {
  run: Pick<RunView, "id" | "dag_id" | "run_key" | "state" | "pinned_at">;
  /** Undefined when the person may neither rerun nor cancel. */
  onClear: ((target: ClearTarget) => void) | undefined;
  onAgain: () => void;
};

/** Buttons for the most used actions of a run, and a menu with all, also by the key `.`. */
export function RunActions({ run, onClear, onAgain }: RunActionsProps) {
  const { id: runId, run_key: runKey, state } = run;
  const t = useTranslations("runs");
  const keys = useTranslations("shell.keys");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const keeping = useRunKeeping(run);
  const cancel = useMutation({
    mutationFn: () => cancelRun(runId),
    onSuccess: () => {
      toast.success(t("cancelled"));
      void client.invalidateQueries({ queryKey: ["runs"] });
      setAsking(false);
    },
  });
  const live = state === "queued" || state === "running";
  const acts = onClear
    ? [
        live
          ? { icon: Ban, label: t("cancel_run"), act: () => setAsking(true) }
          : { icon: RotateCcw, label: t("rerun_all"), act: () => onClear({ kind: "all" }) },
        ...(state === "failed"
          ? [
              {
                icon: RotateCcw,
                label: t("rerun_failed"),
                act: () => onClear({ kind: "failed" }),
                primary: true,
              },
            ]
          : []),
      ]
    : [];
  return (
    <>
      {acts.map(({ icon, label, act, primary }) => (
        <Button key={label} icon={icon} onClick={act} variant={primary ? "primary" : "secondary"}>
          {label}
        </Button>
      ))}
      <Menu
        pageKey={t("more")}
        trigger={<IconButton icon={MoreHorizontal} label={t("more")} variant="secondary" />}
      >
        {acts.toReversed().map(({ icon, label, act }) => (
          <MenuItem key={label} icon={icon} onSelect={act}>
            {label}
          </MenuItem>
        ))}
        {onClear ? (
          <MenuItem icon={Play} onSelect={onAgain}>
            {t("run_again")}
          </MenuItem>
        ) : null}
        {acts.length > 0 ? <MenuSeparator /> : null}
        {onClear ? keeping.items : null}
        <MenuItem icon={Copy} shortcut="y" onSelect={() => void copyText(runId)}>
          {keys("copy_id")}
        </MenuItem>
        <MenuItem icon={KeyRound} onSelect={() => void copyText(runKey)}>
          {t("copy_key")}
        </MenuItem>
        <MenuItem icon={Link2} shortcut="u" onSelect={() => void copyText(window.location.href)}>
          {keys("copy_link")}
        </MenuItem>
      </Menu>
      {keeping.dialog}
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={t("cancel_run")}
        description={t("cancel_detail")}
        confirmLabel={t("cancel_run")}
        keepLabel={t("keep_running")}
        busy={cancel.isPending}
        error={cancel.error ? errorText(cancel.error).text : undefined}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
