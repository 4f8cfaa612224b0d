"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { NameDialog } from "@/components/ui/name-dialog";
import type { LogSearchState, LogSearchView } from "@/lib/log-records/schema";
import { changeSearch, SAVED_KEY, saveSearch } from "./saved-queries";

type Props = {
  /** Null: a new one, of what is shown. */
  target: LogSearchView | null;
  state: LogSearchState;
  canShare: boolean;
  onSaved: (id: string) => void;
  onClose: () => void;
};

/** The name of a search, and who sees it. */
export function SavedDialog({ target, state, canShare, onSaved, onClose }: Props) {
  const t = useTranslations("discover");
  const client = useQueryClient();
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const save = async (name: string) => {
    const id = target?.id ?? (await saveSearch({ name, is_shared, state })).id;
    if (target) await changeSearch(target.id, { name, is_shared });
    await client.invalidateQueries({ queryKey: SAVED_KEY });
    onSaved(id);
  };
  return (
    <NameDialog
      title={t(target ? "saved_edit" : "save_new")}
      label={t("saved_name")}
      name={target?.name ?? ""}
      save={save}
      onClose={onClose}
    >
      {canShare ? <Checkbox label={t("share")} checked={is_shared} onChange={setShared} /> : null}
    </NameDialog>
  );
}
