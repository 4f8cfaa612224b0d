"use client";
import { Pencil, StickyNote } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

/** The dialog is loaded when it opens. */
const NoteDialog = dynamic(() => import("./note-dialog").then((module) => module.NoteDialog), { ssr: false });

/** A person's note about a run, as plain text. */
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
