"use client";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/features/definition-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { SOURCE_FORMATS, type SourceFormat } from "@/lib/features/values";

export type TypedEntities = {
  from: "file" | "rows";
  format: SourceFormat;
  path: string;
  rows: string;
  time: string;
};

export const entitiesBody = ({ from, format, path, rows, time }: TypedEntities) => ({
  ...(from === "file" ? { format, path: path.trim() } : { rows }),
  timestamp_field: time.trim(),
});

type Props = {
  value: TypedEntities;
  onChange: (value: TypedEntities) => void;
  under: (pointer: string) => string | undefined;
};

/** The rows that features are joined to: files of the bucket, or a few rows of CSV. */
export function EntityRowsFields({ value, onChange, under }: Props) {
  const t = useTranslations("training_sets");
  // A question of another form has no pointer of its own.
  const placeError = under("/entities/path") ?? under("/entities/rows") ?? under("/entities");
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1 font-medium text-sm">{t("entities")}</legend>
      <SegmentedControl
        label={t("entities")}
        className="justify-self-start"
        value={value.from}
        onChange={(from) => onChange({ ...value, from })}
        options={(["file", "rows"] as const).map((from) => ({ value: from, label: t(`from.${from}`) }))}
      />
      {value.from === "file" ? (
        <div className="grid items-start gap-3 sm:grid-cols-[1fr_8rem]">
          <TextField
            label={t("path")}
            hint={t("path_hint")}
            error={placeError}
            value={value.path}
            onChange={(path) => onChange({ ...value, path })}
          />
          <Field label={t("format")}>
            {({ id }) => (
              <Select
                id={id}
                value={value.format}
                onChange={(next) =>
                  onChange({ ...value, format: SOURCE_FORMATS.find((one) => one === next) ?? value.format })
                }
                options={SOURCE_FORMATS.map((one) => ({ value: one, label: one }))}
              />
            )}
          </Field>
        </div>
      ) : (
        <Field label={t("rows_csv")} hint={t("rows_hint")} error={placeError} required>
          {(control) => (
            <Textarea
              {...control}
              rows={5}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder={"driver_id,event_timestamp\n1001,2026-01-05T09:00:00Z"}
              value={value.rows}
              onChange={(event) => onChange({ ...value, rows: event.target.value })}
            />
          )}
        </Field>
      )}
      <TextField
        label={t("time")}
        hint={t("time_hint")}
        error={under("/entities/timestamp_field")}
        value={value.time}
        onChange={(time) => onChange({ ...value, time })}
      />
    </fieldset>
  );
}
