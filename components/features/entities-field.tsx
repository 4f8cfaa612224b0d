"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";

type Props = {
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
  known: readonly string[];
  error: string | undefined;
};

/** One entity or more: their join keys together name a row. */
export function EntitiesField({ value, onChange, known, error }: Props) {
  const t = useTranslations("features");
  return (
    <Field label={t("entities.title")} hint={t("views.entities_hint")} error={error} required>
      {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
        <div className="grid gap-2">
          {value.length > 0 ? (
            <ul className="flex flex-wrap gap-2">
              {value.map((name) => (
                <li key={name} className="flex items-center gap-1 rounded-md border pl-2 text-sm">
                  {name}
                  <IconButton
                    icon={X}
                    size="sm"
                    label={t("views.entity_remove", { name })}
                    onClick={() => onChange(value.filter((one) => one !== name))}
                  />
                </li>
              ))}
            </ul>
          ) : null}
          <Select
            // Each choice adds; the list itself shows none.
            key={value.join()}
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            placeholder={t(known.length === 0 ? "entities.empty_title" : "views.entity_add")}
            value={undefined}
            disabled={known.length === 0}
            onChange={(name) => onChange([...value, name])}
            options={known
              .filter((name) => !value.includes(name))
              .map((name) => ({ value: name, label: name }))}
          />
        </div>
      )}
    </Field>
  );
}
