"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { NameDialog } from "@/components/ui/name-dialog";
import type { SavedView, ViewPage } from "@/lib/runs/schema";
import { changeView, saveView, VIEWS_KEY } from "./views-queries";

type Props = {
  /** Null: a new one, of what is shown. */
  target: SavedView | null;
  page: ViewPage;
  search: string;
  canShare: boolean;
  onSaved: (id: string) => void;
  onClose: () => void;
};

/** The name of a view, and who sees it. */
export function ViewDialog({ target, page, search, canShare, onSaved, onClose }: Props) {
  const t = useTranslations("run_views");
  const client = useQueryClient();
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const save = async (name: string) => {
    const id = target?.id ?? (await saveView({ page, name, search, is_shared })).id;
    if (target) await changeView(target.id, { name, is_shared });
    await client.invalidateQueries({ queryKey: VIEWS_KEY });
    onSaved(id);
  };
  return (
    <NameDialog
      title={t(target ? "edit" : "save_new")}
      label={t("name")}
      name={target?.name ?? ""}
      save={save}
      onClose={onClose}
    >
      {canShare ? <Checkbox label={t("share")} checked={is_shared} onChange={setShared} /> : null}
    </NameDialog>
  );
}
