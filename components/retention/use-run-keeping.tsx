"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pin, PinOff, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { RunView } from "@/lib/runs/schema";
import { pinRun } from "./queries";

/** The dialog is loaded when it opens. */
const DeleteDialog = dynamic(() => import("./delete-dialog").then((module) => module.DeleteDialog), {
  ssr: false,
});

/** Menu entries that pin, unpin or delete a run, and their dialog. */
export function useRunKeeping(run: Pick<RunView, "id" | "dag_id" | "pinned_at">): {
  items: ReactNode;
  dialog: ReactNode;
} {
  const t = useTranslations("retention");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const isPinned = run.pinned_at !== null;
  const pin = useMutation({
    mutationFn: (pinned: boolean) => pinRun(run.id, pinned),
    onSuccess: (_, pinned) => {
      toast.success(t(pinned ? "pinned" : "unpinned"));
      void client.invalidateQueries({ queryKey: ["runs"] });
    },
    onError: (error) => toast.error(errorText(error).text),
  });
  return {
    items: (
      <>
        <MenuItem icon={isPinned ? PinOff : Pin} onSelect={() => pin.mutate(!isPinned)}>
          {t(isPinned ? "unpin" : "pin")}
        </MenuItem>
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          {t("delete.run")}
        </MenuItem>
        <MenuSeparator />
      </>
    ),
    dialog: deleting ? (
      <DeleteDialog
        target={{ of: "run", id: run.id, dagId: run.dag_id }}
        onClose={() => setDeleting(false)}
      />
    ) : null,
  };
}
