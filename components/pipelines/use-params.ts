import { useMemo, useState } from "react";
import { ApiError } from "@/lib/client/api";
import { fieldsOf, initialParams, paramsOf, type RawParams, readJson } from "./params";

type Values = Readonly<Record<string, unknown>>;

/**
 * The state of a parameter form, the parameters to send, and the errors. `given`: initial values. Instead of the form they
 * may be written as JSON; what is not in the form's fields is then kept.
 */
export function useParams(schema: unknown, given?: Values) {
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [base, setBase] = useState<Values | undefined>(given);
  const [raw, setRaw] = useState<RawParams>(() => initialParams(fields, given));
  const [json, setJson] = useState<string | null>(null);
  const form = useMemo(() => paramsOf(fields, raw, base), [fields, raw, base]);
  const written = useMemo(() => (json === null ? null : objectOf(json)), [json]);
  const fill = (values: Values) => {
    setBase(values);
    setRaw(initialParams(fields, values));
    if (json !== null) setJson(textOf(values));
  };
  return {
    fields,
    raw,
    values: json === null ? form.values : (written ?? {}),
    problems: form.problems,
    valid: json === null ? Object.keys(form.problems).length === 0 : written !== null,
    set: (name: string, value: string | boolean) => setRaw((old) => ({ ...old, [name]: value })),
    /** Null: the form is shown. */
    json,
    setJson,
    /** To the other of the two. JSON that cannot be read stays where it is. */
    toggleJson() {
      if (json === null) return setJson(textOf(form.values));
      if (written === null) return;
      setBase(written);
      setRaw(initialParams(fields, written));
      setJson(null);
    },
    /** The values of another run. */
    fill,
  };
}
export type ParamsForm = ReturnType<typeof useParams>;

const textOf = (values: Values) => JSON.stringify(values, null, 2);

/** Null for what is no JSON object, and for numbers that would not be kept as they are. */
function objectOf(text: string): Record<string, unknown> | null {
  const read = readJson(text);
  if ("problem" in read || typeof read.value !== "object" || read.value === null || Array.isArray(read.value))
    return null;
  return Object.fromEntries(Object.entries(read.value));
}

/** The server's error for a field, also for a pointer inside its value. */
export function errorAt(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.errors.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))
    ?.detail;
}

/** Errors of the server that belong to no field are shown for the whole form. */
export function errorElsewhere(error: unknown, pointers: readonly string[]): string | undefined {
  if (!error) return undefined;
  if (error instanceof ApiError) {
    const homeless = error.errors.find(
      (each) =>
        !pointers.some((pointer) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`)),
    );
    if (error.errors.length > 0) return homeless && `${homeless.pointer} ${homeless.detail}`;
  }
  return error instanceof Error ? error.message : String(error);
}
