"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useModelNames, useStandings } from "./model-options";
import type { Standing } from "./standing";

type Props = {
  model: string;
  standing: Standing;
  error: string | undefined;
  onChange: (model: string, standing: Standing) => void;
};

/** A registered model, and which of its versions: by alias, which is followed, or by number. */
export function VariantFields({ model, standing, error, onChange }: Props) {
  const t = useTranslations("endpoints");
  const { names, more } = useModelNames();
  const found = useStandings(model);
  const isListed = found.some(({ value }) => value === standing);
  // What stands already is a choice too, also before the list has come.
  const options = isListed || standing === "" ? found : [{ value: standing, label: standing }, ...found];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("model")} error={error} required>
        {(control) =>
          more ? (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={model}
              onChange={(event) => onChange(event.target.value, "")}
            />
          ) : (
            <Select
              id={control.id}
              aria-describedby={control["aria-describedby"]}
              aria-invalid={control["aria-invalid"]}
              value={model === "" ? undefined : model}
              placeholder={t(names.length > 0 ? "model_choose" : "model_none")}
              onChange={(next) => onChange(next, next === model ? standing : "")}
              options={names.map((name) => ({ value: name, label: name }))}
            />
          )
        }
      </Field>
      <Field label={t("standing")} hint={t("standing_hint")} required>
        {({ id, "aria-describedby": describedBy }) => (
          <Select
            key={model}
            id={id}
            aria-describedby={describedBy}
            value={standing === "" ? undefined : standing}
            placeholder={t("standing_choose")}
            disabled={model === ""}
            onChange={(next) => onChange(model, next)}
            options={options}
          />
        )}
      </Field>
    </div>
  );
}
