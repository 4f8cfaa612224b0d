"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay, CircleStop, Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { WorkerView } from "@/lib/tasks/schema";
import { tellWorker } from "./queries";

/** Lets a worker rest, go on, or end after its tasks. */
export function WorkerMenu({ worker }: { worker: WorkerView }) {
  const t = useTranslations("workers");
  const client = useQueryClient();
  const errorText = useErrorText();
  const [stopping, setStopping] = useState(false);
  const tell = useMutation({
    mutationFn: (order: "work" | "drain" | "stop") => tellWorker(worker.id, order),
    onSuccess: (_, order) => {
      setStopping(false);
      toast.success(t(`told.${order}`));
      void client.invalidateQueries({ queryKey: ["workers"] });
    },
    onError: (error) => toast.error(errorText(error).text),
  });
  if (worker.stopped_at !== null) return null;
  const name = `${worker.host}:${worker.pid}`;
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={t("menu", { name })} />}>
        {worker.draining_at === null ? (
          <MenuItem icon={CirclePause} onSelect={() => tell.mutate("drain")}>
            {t("order.drain")}
          </MenuItem>
        ) : (
          <MenuItem icon={CirclePlay} onSelect={() => tell.mutate("work")}>
            {t("order.work")}
          </MenuItem>
        )}
        {worker.stopping_at === null ? (
          <MenuItem icon={CircleStop} danger onSelect={() => setStopping(true)}>
            {t("order.stop")}
          </MenuItem>
        ) : null}
      </Menu>
      <ConfirmDialog
        open={stopping}
        onOpenChange={setStopping}
        title={t("stop_title", { name })}
        description={t("stop_text")}
        confirmLabel={t("order.stop")}
        danger
        busy={tell.isPending}
        onConfirm={() => tell.mutate("stop")}
      />
    </>
  );
}
