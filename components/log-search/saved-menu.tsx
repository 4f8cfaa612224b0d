"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Copy, Pencil, Plus, Save, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { LogSearchView } from "@/lib/log-records/schema";
import { changeSearch, deleteSearch, SAVED_KEY, savedSearches, saveSearch } from "./saved-queries";
import type { LogsView } from "./use-logs-view";

const SavedDialog = dynamic(() => import("./saved-dialog").then((module) => module.SavedDialog), {
  ssr: false,
});

/** Saved searches: those of the team and one's own. What is shown can be saved, and a saved one changed. */
export function SavedMenu({ view, canShare }: { view: LogsView; canShare: boolean }) {
  const t = useTranslations("discover");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ target: LogSearchView | null } | null>(null);
  const searches = useQuery(savedSearches).data?.data ?? [];
  const saved = searches.find(({ id }) => id === view.savedId) ?? null;
  const mayChange = saved !== null && (canShare || (saved.is_own && !saved.is_shared));
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => client.invalidateQueries({ queryKey: SAVED_KEY }),
    onError: (error) => toast.error(errorText(error).text),
  });
  const remove = ({ id, name, is_shared, state }: LogSearchView) =>
    change.mutate(() => deleteSearch(id), {
      onSuccess: () => {
        view.change({ view: null });
        toast.success(t("saved_deleted", { name }), {
          action: {
            label: common("undo"),
            onClick: () => change.mutate(() => saveSearch({ name, is_shared, state })),
          },
        });
      },
    });
  const copyLink = async () => {
    if (await copyText(view.fixedAddress())) toast.success(t("link_copied"));
  };
  return (
    <>
      <Menu
        pageKey={t("saved")}
        trigger={
          <Button icon={Bookmark} className="max-w-56">
            <span className="truncate">{saved ? saved.name : t("saved")}</span>
          </Button>
        }
      >
        {searches.map((one) => (
          <MenuItem key={one.id} onSelect={() => view.show(one)}>
            <span className="flex min-w-0 items-baseline justify-between gap-3">
              <span className="min-w-0 break-words">{one.name}</span>
              <span className="shrink-0 text-2xs text-fg-subtle">
                {t(one.is_shared ? "saved_team" : "saved_own")}
              </span>
            </span>
          </MenuItem>
        ))}
        {searches.length > 0 ? <MenuSeparator /> : null}
        {saved && mayChange ? (
          <MenuItem
            icon={Save}
            onSelect={() => change.mutate(() => changeSearch(saved.id, { state: view.state }))}
          >
            {t("save_into", { name: saved.name })}
          </MenuItem>
        ) : null}
        <MenuItem icon={Plus} onSelect={() => setEditing({ target: null })}>
          {t("save_new")}
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => void copyLink()}>
          {t("copy_fixed_link")}
        </MenuItem>
        {saved && mayChange ? (
          <>
            <MenuItem icon={Pencil} onSelect={() => setEditing({ target: saved })}>
              {t("saved_edit")}
            </MenuItem>
            <MenuItem icon={Trash2} danger onSelect={() => remove(saved)}>
              {t("saved_delete", { name: saved.name })}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {editing ? (
        <SavedDialog
          target={editing.target}
          state={view.state}
          canShare={canShare}
          onSaved={(id) => view.change({ view: id })}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  );
}
