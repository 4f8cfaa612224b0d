"use client";
import { useTranslations } from "next-intl";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { DayInput } from "@/components/ui/day-input";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { NO_FILTER, type PredictionFilter } from "./filter";
import { OUTCOMES } from "./outcome-badge";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
const WIDTH = {
  text: "w-60",
  endpoint: "w-40",
  model: "w-40",
  version: "w-24",
  variant: "w-24",
  caller: "w-36",
};
const TEXTS = ["text", "endpoint", "model", "version", "variant", "caller"] as const;
const CHOICES = { outcome: OUTCOMES, feedback: ["yes", "no"] } as const;

type Props = {
  filter: PredictionFilter;
  onChange: (change: Partial<Record<keyof PredictionFilter, string | null>>) => void;
};

export function PredictionsFilters({ filter, onChange }: Props) {
  const t = useTranslations("predictions");
  const isFiltered = Object.values(filter).some((value) => value !== "");
  return (
    <Toolbar>
      {TEXTS.map((name) => (
        <Input
          key={name}
          className={WIDTH[name]}
          aria-label={t(`filter.${name}`)}
          placeholder={t(`filter.${name}`)}
          value={filter[name]}
          onChange={(event) => onChange({ [name]: event.target.value || null })}
        />
      ))}
      {(["outcome", "feedback"] as const).map((name) => (
        <Select
          key={name}
          label={t(`filter.${name}`)}
          className="w-36"
          options={[
            { value: ANY, label: t(`any.${name}`) },
            ...CHOICES[name].map((value) => ({
              value,
              label:
                name === "outcome" ? t(`outcomes.${value as "ok"}`) : t(`with_feedback.${value as "yes"}`),
            })),
          ]}
          value={filter[name] || ANY}
          onChange={(value) => onChange({ [name]: value === ANY ? null : value })}
        />
      ))}
      {(["from", "to"] as const).map((name) => (
        <DayInput
          key={name}
          label={t(`filter.${name}`)}
          value={filter[name]}
          onChange={(day) => onChange({ [name]: day || null })}
        />
      ))}
      {isFiltered ? (
        <Button size="sm" onClick={() => onChange(NO_FILTER)}>
          {t("clear")}
        </Button>
      ) : null}
    </Toolbar>
  );
}
