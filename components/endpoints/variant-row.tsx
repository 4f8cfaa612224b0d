"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { AnswerFields } from "./answer-fields";
import { NumberField } from "./number-field";
import type { TypedVariant } from "./rollout";

type Props = {
  title: string | null;
  hint?: string | undefined;
  variant: TypedVariant;
  /** It has a name and a share. */
  isShared: boolean;
  field: (part: "" | "/name" | "/percent") => string | undefined;
  onChange: (variant: TypedVariant) => void;
  onRemove: (() => void) | null;
};

/** One variant of the roll-out. */
export function VariantRow({ title, hint, variant, isShared, field, onChange, onRemove }: Props) {
  const t = useTranslations("endpoints");
  const { model, standing, name, percent, remote } = variant;
  const nameError = field("/name");
  const percentError = field("/percent");
  const fields = (
    <>
      <AnswerFields
        value={{ model, standing, remote }}
        error={nameError || percentError ? undefined : field("")}
        onChange={(next) => onChange({ ...variant, ...next })}
      />
      {isShared ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t("variant_name")} error={nameError} required>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(event) => onChange({ ...variant, name: event.target.value })}
              />
            )}
          </Field>
          <NumberField
            label={t("variant_percent")}
            error={percentError}
            value={percent}
            onChange={(value) => onChange({ ...variant, percent: value })}
          />
        </div>
      ) : null}
    </>
  );
  if (title === null) return fields;
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-lg border p-3">
      <legend className="sr-only">{title}</legend>
      <div className="flex items-center justify-between gap-2">
        <div>
          <span aria-hidden className="font-medium text-sm">
            {title}
          </span>
          {hint ? <p className="text-fg-subtle text-xs">{hint}</p> : null}
        </div>
        {onRemove ? (
          <IconButton size="sm" icon={X} label={t("variant_remove", { name: title })} onClick={onRemove} />
        ) : null}
      </div>
      {fields}
    </fieldset>
  );
}
