"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { setNote } from "./queries";

const MOST_CHARS = 2_000;

export function NoteDialog({ runId, note, onClose }: { runId: string; note: string; onClose: () => void }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [text, setText] = useState(note);
  const reread = () => client.invalidateQueries({ queryKey: ["runs", runId] });
  const save = useMutation({
    mutationFn: (next: string) => setNote(runId, next.trim() === "" ? null : next),
    onSuccess: () => {
      void reread();
      toast.success(t("note_saved"), {
        action: { label: common("undo"), onClick: () => void setNote(runId, note || null).then(reread) },
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={note ? t("edit_note") : t("add_note")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form="run-note" variant="primary" busy={save.isPending}>
            {common("save")}
          </Button>
        </>
      }
    >
      <form
        id="run-note"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(text);
        }}
      >
        <Field
          label={t("note")}
          hint={t("note_hint")}
          error={save.error ? errorText(save.error).text : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={6}
              maxLength={MOST_CHARS}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
