"use client";
import { Pencil, StickyNote } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { withAddresses } from "@/lib/client/addresses";
import { cn } from "@/lib/client/cn";

/** The dialog is loaded when it opens. */
const NoteDialog = dynamic(() => import("./note-dialog").then((module) => module.NoteDialog), { ssr: false });

/** A note of more lines or characters is folded to its beginning. */
const FEW_LINES = 2;
const FEW_CHARS = 200;

type RunNoteProps = { runId: string; note: string; canWrite: boolean };

/** A person's note about a run: plain text with links, folded when it is long. */
export function RunNote({ runId, note, canWrite }: RunNoteProps) {
  const t = useTranslations("runs");
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState(false);
  const isLong = note.length > FEW_CHARS || note.trimEnd().split("\n").length > FEW_LINES;
  return (
    <>
      <div className="flex min-w-0 items-start gap-2 text-sm">
        <StickyNote aria-hidden className="mt-0.5 size-4 shrink-0 text-fg-subtle" />
        <p
          className={cn(
            "min-w-0 max-w-4xl",
            isLong && !open ? "truncate" : "whitespace-pre-wrap [overflow-wrap:anywhere]",
          )}
        >
          {withAddresses(note).map(({ text, href, at }) =>
            href ? (
              <a
                key={at}
                href={href}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="text-accent underline"
              >
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </p>
        {isLong ? (
          <Button
            size="sm"
            variant="link"
            aria-expanded={open}
            className="h-5"
            onClick={() => setOpen(!open)}
          >
            {t(open ? "note_less" : "note_more")}
          </Button>
        ) : null}
        {canWrite ? (
          <IconButton
            size="sm"
            icon={Pencil}
            label={t("edit_note")}
            className="-my-1"
            onClick={() => setEditing(true)}
          />
        ) : null}
      </div>
      {editing ? <NoteDialog runId={runId} note={note} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
