"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { setNote } from "./queries";

const MOST_CHARS = 2_000;

/** What a person wrote about a run; plain text. */
export function RunNote({
  runId,
  note,
  canWrite,
}: {
  runId: string;
  note: string | null;
  canWrite: boolean;
}) {
  const t = useTranslations("runs");
  const [editing, setEditing] = useState(false);
  if (!note && !canWrite) return null;
  return (
    <>
      {note ? (
        <div className="flex min-w-0 basis-full items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
          <StickyNote aria-hidden className="mt-0.5 size-4 shrink-0 text-fg-subtle" />
          <p className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{note}</p>
          {canWrite ? (
            <IconButton size="sm" icon={Pencil} label={t("edit_note")} onClick={() => setEditing(true)} />
          ) : null}
        </div>
      ) : (
        <Button size="sm" variant="ghost" icon={StickyNote} onClick={() => setEditing(true)}>
          {t("add_note")}
        </Button>
      )}
      {editing ? <NoteDialog runId={runId} note={note ?? ""} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

function NoteDialog({ runId, note, onClose }: { runId: string; note: string; onClose: () => void }) {
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
