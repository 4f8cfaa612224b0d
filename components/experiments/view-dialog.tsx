"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
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
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState(target?.name ?? "");
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const [is_default, setDefault] = useState(target?.is_default ?? false);
  const save = useMutation({
    mutationFn: async () => {
      const wish = { name, is_shared: is_shared || is_default, is_default };
      if (!target) return (await saveView(experimentId, { ...wish, state })).id;
      await changeView(experimentId, target.id, wish);
      return target.id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: ["experiments", experimentId, "views"] });
      if (!target) onSaved(id);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "edit_view" : "save_view")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="table-view"
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ""}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id="table-view"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("view_name")} required error={save.error ? errorText(save.error).text : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
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
      </form>
    </Dialog>
  );
}
