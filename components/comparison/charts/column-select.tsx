"use client";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { firstOf } from "./chosen";
import type { Column } from "./columns";

/** Radix draws every option. */
const MOST_OPTIONS = 300;
const NONE = "none";

type Props = {
  label: string;
  columns: readonly Column[];
  suits: (column: Column) => boolean;
  value: Column | undefined;
  onChange: (id: string | null) => void;
  /** The word for no column, where none may be chosen. */
  none?: string | undefined;
};

/** A parameter, a metric or a tag of the runs; those that differ first. */
export function ColumnSelect({ label, columns, suits, value, onChange, none }: Props) {
  const fit = firstOf(columns, suits).slice(0, MOST_OPTIONS);
  const options = value && !fit.includes(value) ? [value, ...fit] : fit;
  return (
    <Field label={label} className="w-44">
      {(control) => (
        <Select
          id={control.id}
          options={[
            ...(none === undefined ? [] : [{ value: NONE, label: none }]),
            ...options.map(({ id }) => ({ value: id, label: id })),
          ]}
          value={value?.id ?? (none === undefined ? undefined : NONE)}
          onChange={(id) => onChange(id === NONE ? null : id)}
        />
      )}
    </Field>
  );
}
