"use client";
import { Pencil, StickyNote } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";
import { Markdown } from "@/components/ui/markdown";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { useRunChange } from "./use-run-change";

const MOST_CHARS = 8_000;

/** What people say of the run, in Markdown; written where it stands. */
export function RunNote({ run, canWrite }: { run: TrainingRunDetail; canWrite: boolean }) {
  const t = useTranslations("run_page");
  const [editing, setEditing] = useState(false);
  if (editing) return <NoteForm run={run} onClose={() => setEditing(false)} />;
  if (!run.description && !canWrite) return null;
  if (!run.description)
    return (
      <Button
        size="sm"
        variant="ghost"
        icon={StickyNote}
        className="justify-self-start"
        onClick={() => setEditing(true)}
      >
        {t("add_note")}
      </Button>
    );
  return (
    <div className="flex min-w-0 max-w-3xl items-start gap-2">
      <div className="min-w-0">
        <Markdown text={run.description} />
      </div>
      {canWrite ? (
        <IconButton size="sm" icon={Pencil} label={t("edit_note")} onClick={() => setEditing(true)} />
      ) : null}
    </div>
  );
}

function NoteForm({ run, onClose }: { run: TrainingRunDetail; onClose: () => void }) {
  const t = useTranslations("run_page");
  const common = useTranslations("common");
  const { change, busy } = useRunChange(run.id);
  const [text, setText] = useState(run.description ?? "");
  const save = () =>
    void change({ description: text }, { description: run.description ?? "" }, t("note_saved")).then(
      (done) => done && onClose(),
    );
  return (
    <form
      className="grid max-w-3xl gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        aria-label={t("note")}
        autoFocus
        rows={5}
        maxLength={MOST_CHARS}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save();
        }}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" size="sm" variant="primary" busy={busy}>
          {common("save")}
        </Button>
        <Button size="sm" onClick={onClose}>
          {common("cancel")}
        </Button>
        <span className="text-fg-subtle text-xs">{t("note_hint")}</span>
      </div>
    </form>
  );
}
