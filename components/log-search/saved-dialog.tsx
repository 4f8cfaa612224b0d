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
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [name, setName] = useState(target?.name ?? "");
  const [is_shared, setShared] = useState(target?.is_shared ?? false);
  const save = useMutation({
    mutationFn: async () => {
      if (!target) return (await saveSearch({ name, is_shared, state })).id;
      await changeSearch(target.id, { name, is_shared });
      return target.id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: SAVED_KEY });
      onSaved(id);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(target ? "saved_edit" : "save_new")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form="saved-search"
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
        id="saved-search"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("saved_name")} required error={save.error ? errorText(save.error).text : undefined}>
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
