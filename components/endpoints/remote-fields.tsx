"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { Remote } from "./standing";

type Props = { remote: Remote; error: string | undefined; onChange: (remote: Remote) => void };

/** A model of a server that speaks the Open Inference Protocol. */
export function RemoteFields({ remote, error, onChange }: Props) {
  const t = useTranslations("endpoints.remote");
  // As it is typed: lines that are not finished yet are none of the columns.
  const [columns, setColumns] = useState(remote.columns?.join("\n") ?? "");
  return (
    <div className="grid gap-3">
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label={t("url")} hint={t("url_hint")} error={error} required>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              inputMode="url"
              placeholder="https://triton.example.com"
              value={remote.url}
              onChange={(event) => onChange({ ...remote, url: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("model")} hint={t("model_hint")} required>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={remote.model}
              onChange={(event) => onChange({ ...remote, model: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t("columns")} optionalLabel={t("optional")} hint={t("columns_hint")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            spellCheck={false}
            className="font-mono text-xs"
            value={columns}
            onChange={(event) => {
              setColumns(event.target.value);
              const names = event.target.value.split("\n").map((line) => line.trim());
              const given = names.filter((name) => name !== "");
              onChange({ ...remote, columns: given.length > 0 ? given : null });
            }}
          />
        )}
      </Field>
    </div>
  );
}
