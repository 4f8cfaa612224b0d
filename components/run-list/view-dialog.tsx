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
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState(target?.name ?? "");
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const save = useMutation({
    mutationFn: async () => {
      if (!target) return (await saveView({ page, name, search, is_shared })).id;
      await changeView(target.id, { name, is_shared });
      return target.id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: VIEWS_KEY });
      onSaved(id);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "edit" : "save_new")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="saved-view"
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ""}
          >
            {common("save")}
          </Button>
        </>
      }
    >
      <form
        id="saved-view"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("name")} required error={save.error ? errorText(save.error).text : undefined}>
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
        {canShare ? <Checkbox label={t("share")} checked={is_shared} onChange={setShared} /> : null}
      </form>
    </Dialog>
  );
}
