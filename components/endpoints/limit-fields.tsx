"use client";
import { useTranslations } from "next-intl";
import { LIMIT_NAMES, type LimitTexts } from "./limit-texts";
import { NumberField } from "./number-field";

type Props = {
  texts: LimitTexts;
  onChange: (texts: LimitTexts) => void;
  field: (pointer: string) => string | undefined;
};

export function LimitFields({ texts, onChange, field }: Props) {
  const t = useTranslations("endpoints");
  return (
    <div className="grid items-start gap-3 sm:grid-cols-3">
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
