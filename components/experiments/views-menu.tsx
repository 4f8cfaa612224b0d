"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Copy, Pencil, Plus, Save, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { TableView } from "@/lib/experiments/schema";
import { changeView, deleteView, experimentHref, saveView } from "./queries";
import type { RunsView } from "./use-runs-view";

const ViewDialog = dynamic(() => import("./view-dialog").then((module) => module.ViewDialog), { ssr: false });

type Props = { experimentId: string; view: RunsView; canWrite: boolean };

/** Saved views: those of the team and one's own. What is shown can be saved, and a saved one changed. */
export function ViewsMenu({ experimentId, view, canWrite }: Props) {
  const t = useTranslations("experiment_table");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ target: TableView | null } | null>(null);
  const { saved, state } = view;
  const mayChange = saved !== null && (canWrite || (saved.is_own && !saved.is_shared));
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => client.invalidateQueries({ queryKey: ["experiments", experimentId, "views"] }),
    onError: (error) => toast.error(errorText(error).text),
  });
  const remove = (gone: TableView) => {
    const { name, is_shared, is_default } = gone;
    change.mutate(() => deleteView(experimentId, gone.id), {
      onSuccess: () => {
        view.show(null);
        const back = () => saveView(experimentId, { name, is_shared, is_default, state: gone.state });
        toast.success(t("view_deleted", { name }), {
          action: { label: common("undo"), onClick: () => change.mutate(back) },
        });
      },
    });
  };
  const copyLink = async () => {
    if (!saved) return;
    const address = new URL(`${experimentHref(experimentId)}?view=${saved.id}`, window.location.href);
    if (await copyText(address.href)) toast.success(t("link_copied"));
  };
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button icon={Bookmark}>
            {saved ? `${saved.name}${view.isChanged ? " *" : ""}` : t("all_runs")}
          </Button>
        }
      >
        <MenuItem onSelect={() => view.show(null)}>{t("all_runs")}</MenuItem>
        {view.views.map((one) => (
          <MenuItem key={one.id} onSelect={() => view.show(one.id)}>
            <span className="flex min-w-0 items-baseline justify-between gap-3">
              <span className="min-w-0 break-words">{one.name}</span>
              <span className="shrink-0 text-2xs text-fg-subtle">
                {one.is_default ? t("team_default") : one.is_shared ? t("team") : t("own")}
              </span>
            </span>
          </MenuItem>
        ))}
        <hr className="my-1" />
        {saved && view.isChanged && mayChange ? (
          <MenuItem
            icon={Save}
            onSelect={() =>
              change.mutate(() => changeView(experimentId, saved.id, { state }), {
                onSuccess: () => view.show(saved.id),
              })
            }
          >
            {t("save_changes", { name: saved.name })}
          </MenuItem>
        ) : null}
        <MenuItem icon={Plus} onSelect={() => setEditing({ target: null })}>
          {t("save_view")}
        </MenuItem>
        {saved ? (
          <MenuItem icon={Copy} onSelect={() => void copyLink()}>
            {t("copy_link")}
          </MenuItem>
        ) : null}
        {saved && mayChange ? (
          <>
            <MenuItem icon={Pencil} onSelect={() => setEditing({ target: saved })}>
              {t("edit_view")}
            </MenuItem>
            <MenuItem icon={Trash2} danger onSelect={() => remove(saved)}>
              {t("delete_view", { name: saved.name })}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {editing ? (
        <ViewDialog
          experimentId={experimentId}
          target={editing.target}
          state={state}
          canShare={canWrite}
          onSaved={view.show}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  );
}
