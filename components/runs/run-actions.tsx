"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  Ban,
  Copy,
  KeyRound,
  Link2,
  Logs,
  type LucideIcon,
  MoreHorizontal,
  Play,
  RotateCcw,
  StepForward,
  StickyNote,
} from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { logsHref } from "@/components/log-links/logs-href";
import { useRunKeeping } from "@/components/retention/use-run-keeping";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { RunView } from "@/lib/runs/schema";
import type { ClearTarget } from "./clear-dialog";
import { cancelRun } from "./queries";

/** The dialog is loaded when it opens. */
const NoteDialog = dynamic(() => import("./note-dialog").then((module) => module.NoteDialog), { ssr: false });

type RunActionsProps = {
  run: RunView;
  /** Whether the person may rerun, cancel and note. */
  canWrite: boolean;
  onClear: (target: ClearTarget) => void;
  onAgain: () => void;
};
type Act = { icon: LucideIcon; label: string; act: () => void };

/** A button for what most want to do with a run in its state, and a menu with all, also by the key `.`. */
export function RunActions({ run, canWrite, onClear, onAgain }: RunActionsProps) {
  const { id: runId, run_key: runKey, state } = run;
  const t = useTranslations("runs");
  const keys = useTranslations("shell.keys");
  const logs = useTranslations("log_sources");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [noting, setNoting] = useState(false);
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
  const all: Act = { icon: RotateCcw, label: t("rerun_all"), act: () => onClear({ kind: "all" }) };
  const failed: Act = {
    icon: RotateCcw,
    label: t("rerun_failed"),
    act: () => onClear({ kind: "failed" }),
  };
  // Runs what was stopped or did not start; what succeeded stays.
  const goOn: Act = { ...failed, icon: StepForward, label: t("continue") };
  const stop: Act = { icon: Ban, label: t("cancel_run"), act: () => setAsking(true) };
  const acts = live
    ? [stop]
    : state === "failed"
      ? [failed, all]
      : state === "cancelled"
        ? [goOn, all]
        : [all];
  const [first] = acts;
  return (
    <>
      {canWrite && first ? (
        <Button
          size="sm"
          icon={first.icon}
          onClick={first.act}
          variant={acts.length > 1 ? "primary" : "secondary"}
        >
          {first.label}
        </Button>
      ) : null}
      <Menu
        pageKey={t("more")}
        trigger={<IconButton size="sm" icon={MoreHorizontal} label={t("more")} variant="secondary" />}
      >
        {canWrite ? (
          <>
            {acts.map(({ icon, label, act }) => (
              <MenuItem key={label} icon={icon} onSelect={act}>
                {label}
              </MenuItem>
            ))}
            <MenuItem icon={Play} onSelect={onAgain}>
              {t("run_again")}
            </MenuItem>
            <MenuItem icon={StickyNote} onSelect={() => setNoting(true)}>
              {t(run.note ? "edit_note" : "add_note")}
            </MenuItem>
            <MenuSeparator />
            {keeping.items}
          </>
        ) : null}
        <MenuItem asChild>
          <Link href={logsHref({ run: runId }, { from: run.queued_at, to: run.finished_at })}>
            <Logs aria-hidden className="text-fg-subtle" />
            {logs("logs")}
          </Link>
        </MenuItem>
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
      {noting ? <NoteDialog runId={runId} note={run.note ?? ""} onClose={() => setNoting(false)} /> : null}
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
