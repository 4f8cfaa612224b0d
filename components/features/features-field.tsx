"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ApiError } from "@/lib/client/api";
import { linesOf } from "./form-texts";
import type { Referable } from "./use-referable";

type Props = {
  /** view:feature, one a line. */
  value: string;
  onChange: (value: string) => void;
  views: readonly Referable[];
  error: ApiError | null;
};

/** Features by their references; a view adds all of its own, of which lines may be removed. */
export function FeaturesField({ value, onChange, views, error }: Props) {
  const t = useTranslations("features");
  const lines = linesOf(value);
  const add = (name: string) => {
    const view = views.find((one) => one.name === name);
    const references = view?.fields.map((field) => `${name}:${field.name}`) ?? [];
    onChange([...new Set([...lines, ...references])].join("\n"));
  };
  return (
    <div className="grid gap-2">
      <Field label={t("features")} hint={t("features_hint")} error={refusalOf(error, lines)} required>
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            className="font-mono text-xs"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <Select
        // It shows no value: each choice adds, and the same view may be chosen again.
        key={value}
        label={t("add_view_features")}
        placeholder={t("add_view_features")}
        value={undefined}
        onChange={add}
        options={views.map(({ name }) => ({ value: name, label: name }))}
      />
    </div>
  );
}

/** The refusal with the line that it is about. */
function refusalOf(error: ApiError | null, lines: readonly string[]): string | undefined {
  const found = error?.errors.find(({ pointer }) => pointer.startsWith("/features"));
  if (!found) return undefined;
  const line = lines[Number(found.pointer.split("/")[2])];
  return line === undefined ? found.detail : `${line}: ${found.detail}`;
}
