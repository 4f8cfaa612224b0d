"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type Props = {
  /** Null for a new one. */
  tag: { key: string; value: string } | null;
  taken: readonly string[];
  busy: boolean;
  onSave: (key: string, value: string) => void;
  onClose: () => void;
};

export function TagForm({ tag, taken, busy, onSave, onClose }: Props) {
  const t = useTranslations("run_page");
  const common = useTranslations("common");
  const [key, setKey] = useState(tag?.key ?? "");
  const [value, setValue] = useState(tag?.value ?? "");
  const isTaken = tag === null && taken.includes(key);
  return (
    <form
      className="flex min-w-0 flex-wrap items-center gap-2 border-b px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isTaken) onSave(key, value);
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {tag === null ? (
        <Input
          autoFocus
          aria-label={t("tag_name")}
          placeholder={t("tag_name")}
          className="w-36 flex-1"
          maxLength={250}
          autoComplete="off"
          aria-invalid={isTaken || undefined}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      ) : (
        <span className="min-w-0 break-words font-mono text-xs">{key}</span>
      )}
      <Input
        autoFocus={tag !== null}
        aria-label={t("tag_value")}
        placeholder={t("tag_value")}
        className="w-36 flex-1"
        maxLength={8_000}
        autoComplete="off"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" variant="primary" busy={busy} disabled={key.trim() === "" || isTaken}>
        {common("save")}
      </Button>
      <Button size="sm" onClick={onClose}>
        {common("cancel")}
      </Button>
      {isTaken ? (
        <p role="alert" className="w-full text-danger text-xs">
          {t("tag_taken", { key })}
        </p>
      ) : null}
    </form>
  );
}
