import { useMemo, useState } from "react";
import { ApiError } from "@/lib/client/api";
import { fieldsOf, initialParams, paramsOf, type RawParams } from "./params";

/** The state of a parameter form, the parameters to send, and the errors. `given`: initial values. */
export function useParams(schema: unknown, given?: Readonly<Record<string, unknown>>) {
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [raw, setRaw] = useState<RawParams>(() => initialParams(fields, given));
  const { values, problems } = useMemo(() => paramsOf(fields, raw, given), [fields, raw, given]);
  return {
    fields,
    raw,
    values,
    problems,
    valid: Object.keys(problems).length === 0,
    set: (name: string, value: string | boolean) => setRaw((old) => ({ ...old, [name]: value })),
  };
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
