"use client";
import { Ban, Eye, EyeOff, Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Menu, MenuItem } from "@/components/ui/menu";
import { cn } from "@/lib/client/cn";
import { readSearch } from "@/lib/log-records/values";
import { isNegated, isOff, negated, textOf, toggledOff } from "./search-text";

type Props = { pills: readonly string[]; onChange: (pills: string[]) => void };

/** Searches that every record must match too: each can be turned round, switched off, changed and taken away. */
export function PillBar({ pills, onChange }: Props) {
  const t = useTranslations("discover");
  const [editing, setEditing] = useState<number | null>(null);
  if (pills.length === 0) return null;
  const put = (at: number, pill: string | null) =>
    onChange(pills.flatMap((one, index) => (index !== at ? [one] : pill === null ? [] : [pill])));
  return (
    <ul aria-label={t("pills")} className="flex min-w-0 flex-wrap items-center gap-1.5">
      {pills.map((pill, at) => (
        <li key={pill} className="min-w-0 max-w-full">
          {editing === at ? (
            <PillEditor
              text={textOf(pill)}
              onDone={(text) => {
                setEditing(null);
                if (text !== null) put(at, text === "" ? null : text);
              }}
            />
          ) : (
            <span
              className={cn(
                "inline-flex h-7 max-w-full items-center rounded-md border bg-surface font-mono text-xs",
                isNegated(pill) ? "border-danger/40 text-danger" : "border-border-strong",
                isOff(pill) && "border-dashed text-fg-subtle line-through",
              )}
            >
              <Menu
                align="start"
                trigger={
                  <button
                    type="button"
                    className="h-full min-w-0 truncate rounded-l-md px-2 hover:bg-surface-2"
                  >
                    {textOf(pill)}
                  </button>
                }
              >
                <MenuItem icon={Ban} onSelect={() => put(at, negated(pill))}>
                  {t(isNegated(pill) ? "pill_for" : "pill_out")}
                </MenuItem>
                <MenuItem icon={isOff(pill) ? Eye : EyeOff} onSelect={() => put(at, toggledOff(pill))}>
                  {t(isOff(pill) ? "pill_on" : "pill_off")}
                </MenuItem>
                <MenuItem icon={Pencil} onSelect={() => setEditing(at)}>
                  {t("pill_edit")}
                </MenuItem>
              </Menu>
              <button
                type="button"
                aria-label={t("pill_remove", { pill: textOf(pill) })}
                onClick={() => put(at, null)}
                className="grid h-full w-6 shrink-0 place-items-center rounded-r-md text-fg-subtle hover:bg-surface-2 hover:text-fg"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </span>
          )}
        </li>
      ))}
      {pills.length > 1 ? (
        <li>
          <Button size="sm" variant="ghost" onClick={() => onChange([])}>
            {t("pills_clear")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** Null leaves the pill as it was; an empty text takes it away. */
function PillEditor({ text, onDone }: { text: string; onDone: (text: string | null) => void }) {
  const t = useTranslations("discover");
  const [draft, setDraft] = useState(text);
  const isWrong = readSearch(draft).problem !== null;
  return (
    <form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) onDone(draft.trim());
      }}
    >
      <Input
        autoFocus
        aria-label={t("pill_text")}
        aria-invalid={isWrong || undefined}
        value={draft}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => event.code === "Escape" && onDone(null)}
        className="h-7 w-64 font-mono text-xs"
      />
      <Button size="sm" type="submit" disabled={isWrong}>
        {t("apply")}
      </Button>
    </form>
  );
}
