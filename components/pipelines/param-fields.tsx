"use client";
import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/choice";
import { type ControlProps, Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ParamField, ParamProblem, RawParams } from "./params";

type ParamFieldsProps = {
  fields: readonly ParamField[];
  raw: RawParams;
  onChange: (name: string, value: string | boolean) => void;
  /** Errors found by the form, by name; shown after the first try to send it. */
  problems: Readonly<Record<string, ParamProblem>>;
  /** Errors of the server, by pointer. */
  errorAt: (pointer: string) => string | undefined;
};

/** The form of a pipeline's parameters, made from their JSON Schema. */
export function ParamFields({ fields, raw, onChange, problems, errorAt }: ParamFieldsProps) {
  const t = useTranslations("trigger");
  const limits = useTranslations("trigger.limits");
  const limitsText = ({ limits: { unit, least, most } }: ParamField) => {
    if (least !== null && most !== null) return limits(`${unit}_both`, { least, most });
    if (least !== null) return limits(`${unit}_least`, { least });
    return most === null ? null : limits(`${unit}_most`, { most });
  };
  return (
    <>
      {fields.map((field) => {
        const problem = Object.hasOwn(problems, field.name) ? problems[field.name] : undefined;
        const error = problem ? t(`problem.${problem}`) : errorAt(field.pointer);
        const value = raw[field.name] ?? "";
        if (typeof value === "boolean")
          return (
            <div key={field.name} className="grid gap-1">
              <Checkbox
                checked={value}
                onChange={(next) => onChange(field.name, next)}
                label={field.title}
                hint={field.description}
              />
              {error ? <p className="text-danger text-xs">{error}</p> : null}
            </div>
          );
        const hint = [field.description, limitsText(field), hintOf(field, t)].filter(Boolean).join(" ");
        return (
          <Field
            key={field.name}
            label={field.title}
            optionalLabel={field.required ? undefined : t("optional")}
            required={field.required}
            hint={hint || undefined}
            error={error}
          >
            {(control) => (
              <ParamControl
                field={field}
                value={value}
                control={control}
                onChange={(next) => onChange(field.name, next)}
              />
            )}
          </Field>
        );
      })}
    </>
  );
}

function hintOf(field: ParamField, t: (key: "hint_list" | "hint_json" | "hint_utc") => string) {
  if (field.kind === "list") return t("hint_list");
  if (field.kind === "json") return t("hint_json");
  return field.kind === "date-time" ? t("hint_utc") : undefined;
}

type ParamControlProps = {
  field: ParamField;
  value: string;
  control: ControlProps;
  onChange: (value: string) => void;
};

function ParamControl({ field, value, control, onChange }: ParamControlProps) {
  const common = {
    ...control,
    value,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
  };
  switch (field.kind) {
    case "enum":
      return (
        <Select
          {...control}
          label={field.title}
          value={value === "" ? undefined : value}
          onChange={onChange}
          options={field.options.map((option) => ({ value: option.value, label: option.value }))}
        />
      );
    case "text":
    case "list":
    case "json":
      return (
        <Textarea
          {...common}
          rows={field.kind === "text" ? 4 : 3}
          spellCheck={false}
          className={field.kind === "text" ? "" : "font-mono text-xs"}
        />
      );
    case "date":
      return <Input {...common} className="nums" placeholder="2001-01-31" autoComplete="off" />;
    case "date-time":
      return <Input {...common} className="nums" placeholder="2001-01-31 09:00" autoComplete="off" />;
    case "number":
    case "integer":
      return <Input {...common} inputMode={field.kind === "integer" ? "numeric" : "decimal"} />;
    case "string":
    case "boolean":
      return <Input {...common} autoComplete="off" />;
    default:
      return field.kind satisfies never;
  }
}
