import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Props = {
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
  required?: boolean | undefined;
};

/** A day, or a day with a time, as `readUtc` reads it. */
export function UtcField({ label, hint, error, value, onChange, required = false }: Props) {
  const t = useTranslations("materializations");
  const need = required ? { required: true } : { optionalLabel: t("optional") };
  return (
    <Field label={label} hint={hint} error={error} {...need}>
      {(control) => (
        <Input
          {...control}
          className="nums"
          autoComplete="off"
          placeholder="2001-01-31 06:30"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
