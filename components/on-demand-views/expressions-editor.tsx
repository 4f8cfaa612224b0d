"use client";
import { CircleAlert, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ApiError } from "@/lib/client/api";
import { EXPRESSION_TYPES } from "@/lib/features/values";
import { newFeature, type TypedFeature } from "./computed-field";

const TYPES = EXPRESSION_TYPES.map((type) => ({ value: type, label: type }));

type Props = {
  value: readonly TypedFeature[];
  onChange: (value: readonly TypedFeature[]) => void;
  error: ApiError | null;
};

/** Features with their types and expressions; what is wrong with one stands under it. */
export function ExpressionsEditor({ value, onChange, error }: Props) {
  const t = useTranslations("features");
  const id = useId();
  const change = (key: number, to: Partial<TypedFeature>) =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const problemOf = (at: number) =>
    error?.errors.find(
      ({ pointer }) => pointer === `/features/${at}` || pointer.startsWith(`/features/${at}/`),
    )?.detail;
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 font-medium text-sm">{t("features")}</legend>
      <p className="text-fg-subtle text-xs">{t("on_demand.language")}</p>
      {value.map((one, at) => {
        const problem = problemOf(at);
        return (
          <div key={one.key} className="grid gap-1.5 rounded-md border p-2">
            <div className="flex min-w-0 items-center gap-2">
              <Input
                aria-label={t("feature_name", { number: at + 1 })}
                placeholder={t("name")}
                autoComplete="off"
                spellCheck={false}
                value={one.name}
                onChange={(event) => change(one.key, { name: event.target.value })}
              />
              <Select
                label={t("feature_type", { number: at + 1 })}
                className="w-32 shrink-0 sm:w-44"
                value={one.type}
                onChange={(type) => change(one.key, { type })}
                options={TYPES}
              />
              <IconButton
                icon={X}
                size="sm"
                label={t("feature_remove", { number: at + 1 })}
                disabled={value.length === 1}
                onClick={() => onChange(value.filter(({ key }) => key !== one.key))}
              />
            </div>
            <Textarea
              aria-label={t("on_demand.expression_of", { number: at + 1 })}
              aria-invalid={problem ? true : undefined}
              aria-describedby={problem ? `${id}-${one.key}` : undefined}
              rows={2}
              placeholder="coalesce(conv_rate, 0.5) * distance_km"
              spellCheck={false}
              className="font-mono text-xs"
              value={one.expression}
              onChange={(event) => change(one.key, { expression: event.target.value })}
            />
            {problem ? (
              <p id={`${id}-${one.key}`} className="flex items-start gap-1 text-danger text-xs">
                <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
                <span className="min-w-0 break-words">{problem}</span>
              </p>
            ) : null}
          </div>
        );
      })}
      <Button
        size="sm"
        icon={Plus}
        className="justify-self-start"
        onClick={() => onChange([...value, newFeature("", value.at(-1)?.type)])}
      >
        {t("feature_add")}
      </Button>
    </fieldset>
  );
}
