"use client";
import { useTranslations } from "next-intl";
import { NumberField, typedNumber } from "./number-field";

export const LIMIT_NAMES = ["max_rows", "max_in_flight", "deadline_ms"] as const;
export type LimitTexts = Record<(typeof LIMIT_NAMES)[number], string>;

export const limitTexts = (given: Record<(typeof LIMIT_NAMES)[number], number>): LimitTexts => ({
  max_rows: String(given.max_rows),
  max_in_flight: String(given.max_in_flight),
  deadline_ms: String(given.deadline_ms),
});
export const limitBody = (texts: LimitTexts) =>
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, typedNumber(texts[name])]));

type Props = {
  texts: LimitTexts;
  onChange: (texts: LimitTexts) => void;
  field: (pointer: string) => string | undefined;
};

export function LimitFields({ texts, onChange, field }: Props) {
  const t = useTranslations("endpoints");
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      {LIMIT_NAMES.map((name) => (
        <NumberField
          key={name}
          label={t(`limits.${name}`)}
          hint={t(`limit_hints.${name}`)}
          error={field(`/${name}`)}
          value={texts[name]}
          onChange={(value) => onChange({ ...texts, [name]: value })}
        />
      ))}
    </div>
  );
}
