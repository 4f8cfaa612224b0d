"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { NameDialog } from "@/components/ui/name-dialog";
import type { TableState, TableView } from "@/lib/experiments/schema";
import { changeView, saveView } from "./queries";

type Props = {
  experimentId: string;
  /** Null: a new one, of what is shown. */
  target: TableView | null;
  state: TableState;
  canShare: boolean;
  onSaved: (id: string) => void;
  onClose: () => void;
};

/** The name of a view, and who sees it. */
export function ViewDialog({ experimentId, target, state, canShare, onSaved, onClose }: Props) {
  const t = useTranslations("experiment_table");
  const client = useQueryClient();
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const [is_default, setDefault] = useState(target?.is_default ?? false);
  const save = async (name: string) => {
    const wish = { name, is_shared: is_shared || is_default, is_default };
    const id = target?.id ?? (await saveView(experimentId, { ...wish, state })).id;
    if (target) await changeView(experimentId, target.id, wish);
    await client.invalidateQueries({ queryKey: ["experiments", experimentId, "views"] });
    if (!target) onSaved(id);
  };
  return (
    <NameDialog
      title={t(target ? "edit_view" : "save_view")}
      label={t("view_name")}
      name={target?.name ?? ""}
      save={save}
      onClose={onClose}
    >
      {canShare ? (
        <div className="grid gap-2">
          <Checkbox
            label={t("share")}
            checked={is_shared || is_default}
            disabled={is_default}
            onChange={setShared}
          />
          <Checkbox label={t("make_default")} checked={is_default} onChange={setDefault} />
        </div>
      ) : null}
    </NameDialog>
  );
}
