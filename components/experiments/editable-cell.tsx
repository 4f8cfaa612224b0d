"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { NOTE_TAG } from "@/lib/experiments/values";
import { changeRun } from "./queries";

type Props = { run: { id: string; name: string }; tag: string; value: string };

/** A tag or the note, changed where it stands: Enter saves, Escape leaves it. An empty one is removed. */
export function EditableCell({ run, tag, value }: Props) {
  const t = useTranslations("experiment_table");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (text: string) =>
      changeRun(run.id, tag === NOTE_TAG ? { description: text } : { tags: { [tag]: text || null } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["experiments"] }),
    onError: (error) => toast.error(errorText(error).text),
  });
  const name = tag === NOTE_TAG ? t("note") : tag;
  const shown = save.isPending ? save.variables : value;
  if (draft === null)
    return (
      <span className="group/cell flex min-w-0 items-center gap-1">
        <span className="min-w-0 flex-1 truncate" title={shown}>
          {shown}
        </span>
        <button
          type="button"
          aria-label={t("edit_value", { name, run: run.name })}
          onClick={() => setDraft(value)}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-subtle opacity-0 hover:bg-surface-3 hover:text-fg focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100"
        >
          <Pencil aria-hidden className="size-3" />
        </button>
      </span>
    );
  const end = () => {
    setDraft(null);
    if (draft !== value) save.mutate(draft);
  };
  return (
    <Input
      // The person asked for it by the pencil.
      ref={(input) => input?.focus()}
      aria-label={t("edit_value", { name, run: run.name })}
      className="h-6 w-full px-1 text-sm"
      value={draft}
      maxLength={8_000}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") end();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
