"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ContractField } from "@/lib/endpoints/schema";
import { type Fault, faultAt } from "./faults";
import type { TypedRow } from "./typed-row";

type Props = {
  inputs: readonly ContractField[];
  typed: TypedRow;
  faults: readonly Fault[];
  onChange: (typed: TypedRow) => void;
};

/** One row: a field for each column, or a JSON array for each tensor. */
export function RowForm({ inputs, typed, faults, onChange }: Props) {
  const t = useTranslations("endpoints");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {inputs.map((input) => {
        const { name, type, shape, is_required, is_whole } = input;
        const set = (value: string) => onChange({ ...typed, [name]: value });
        const value = typed[name] ?? "";
        const kind =
          shape.length > 0 ? `${type} [${shape.map((one) => (one < 0 ? "*" : one)).join(", ")}]` : type;
        return (
          <Field
            key={name}
            label={<span className="break-all">{name}</span>}
            optionalLabel={is_required ? kind : t("playground.may_be_missing", { type: kind })}
            error={faultAt(faults, name)}
            required={is_required}
            className={shape.length > 0 ? "sm:col-span-2" : undefined}
          >
            {(control) =>
              shape.length > 0 ? (
                <Textarea
                  {...control}
                  rows={4}
                  spellCheck={false}
                  className="font-mono text-xs"
                  value={value}
                  onChange={(event) => set(event.target.value)}
                />
              ) : type === "bool" ? (
                <Select
                  id={control.id}
                  aria-describedby={control["aria-describedby"]}
                  aria-invalid={control["aria-invalid"]}
                  value={value === "" ? undefined : value}
                  placeholder={t("playground.choose")}
                  onChange={set}
                  options={["true", "false"].map((one) => ({ value: one, label: one }))}
                />
              ) : (
                <Input
                  {...control}
                  autoComplete="off"
                  spellCheck={false}
                  inputMode={type === "string" ? "text" : is_whole ? "numeric" : "decimal"}
                  value={value}
                  onChange={(event) => set(event.target.value)}
                />
              )
            }
          </Field>
        );
      })}
    </div>
  );
}
