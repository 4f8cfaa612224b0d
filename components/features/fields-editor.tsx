"use client";
import { CircleAlert, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ApiError } from "@/lib/client/api";
import { EXPRESSION_TYPES, FEATURE_TYPES } from "@/lib/features/values";
import { newField, type TypedField } from "./typed-fields";

type Props = {
  /** Features of a view, or what a request brings, of which there may be none. */
  of?: "feature" | "request" | undefined;
  value: readonly TypedField[];
  onChange: (value: readonly TypedField[]) => void;
  error: ApiError | null;
};
const TYPES = { feature: FEATURE_TYPES, request: EXPRESSION_TYPES } as const;
const POINTERS = { feature: "/fields", request: "/request" } as const;

/** Names with their types; what is wrong with one stands under it. */
export function FieldsEditor({ of = "feature", value, onChange, error }: Props) {
  const t = useTranslations("features");
  const id = useId();
  const change = (key: number, to: Partial<TypedField>) =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const problemOf = (at: number) =>
    error?.errors.find(
      ({ pointer }) => pointer === `${POINTERS[of]}/${at}` || pointer.startsWith(`${POINTERS[of]}/${at}/`),
    )?.detail;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium text-sm">{t(`${of}_fields`)}</legend>
      {value.map((one, at) => {
        const problem = problemOf(at);
        return (
          <div key={one.key} className="grid gap-1">
            <div className="flex min-w-0 items-center gap-2">
              <Input
                aria-label={t(`${of}_name`, { number: at + 1 })}
                aria-invalid={problem ? true : undefined}
                aria-describedby={problem ? `${id}-${one.key}` : undefined}
                placeholder={t("name")}
                autoComplete="off"
                spellCheck={false}
                value={one.name}
                onChange={(event) => change(one.key, { name: event.target.value })}
              />
              <Select
                label={t(`${of}_type`, { number: at + 1 })}
                className="w-36 shrink-0 sm:w-48"
                value={one.type}
                onChange={(type) => change(one.key, { type })}
                options={TYPES[of].map((type) => ({ value: type, label: type }))}
              />
              <IconButton
                icon={X}
                size="sm"
                label={t(`${of}_remove`, { number: at + 1 })}
                disabled={of === "feature" && value.length === 1}
                onClick={() => onChange(value.filter(({ key }) => key !== one.key))}
              />
            </div>
            {problem ? <Problem id={`${id}-${one.key}`} text={problem} /> : null}
          </div>
        );
      })}
      {error?.field(POINTERS[of]) ? (
        <Problem id={`${id}-all`} text={error.field(POINTERS[of]) ?? ""} />
      ) : null}
      <Button
        size="sm"
        icon={Plus}
        className="justify-self-start"
        onClick={() => onChange([...value, newField("", value.at(-1)?.type)])}
      >
        {t(`${of}_add`)}
      </Button>
    </fieldset>
  );
}

function Problem({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className="flex items-start gap-1 text-danger text-xs">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {text}
    </p>
  );
}
