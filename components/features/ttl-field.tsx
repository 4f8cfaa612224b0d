"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TTL_UNITS, type TtlUnit } from "./form-texts";

type Ttl = { count: string; unit: TtlUnit };
type Props = { value: Ttl; onChange: (value: Ttl) => void; error: string | undefined };
const UNITS: readonly TtlUnit[] = ["days", "hours", "minutes", "seconds"];

export function TtlField({ value, onChange, error }: Props) {
  const t = useTranslations("features");
  return (
    <Field label={t("ttl")} hint={t("ttl_hint")} optionalLabel={t("optional")} error={error}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            className="nums w-28"
            value={value.count}
            onChange={(event) => onChange({ ...value, count: event.target.value })}
          />
          <Select
            label={t("ttl_unit")}
            className="w-32"
            value={value.unit}
            onChange={(next) => onChange({ ...value, unit: isUnit(next) ? next : value.unit })}
            options={UNITS.map((unit) => ({ value: unit, label: t(`ttl_units.${unit}`) }))}
          />
        </div>
      )}
    </Field>
  );
}

const isUnit = (text: string): text is TtlUnit => text in TTL_UNITS;
