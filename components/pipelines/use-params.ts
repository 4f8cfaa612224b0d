import { useMemo, useState } from "react";
import { ApiError } from "@/lib/client/api";
import { fieldsOf, initialParams, paramsOf, type RawParams } from "./params";

/** What a form of parameters holds, what it would send, and what is wrong with it. `given`: values to begin from. */
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

/** The server's word for a field, also when it points into the middle of the field's value. */
export function errorAt(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.errors.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))
    ?.detail;
}

/** What the server said about none of these fields; it belongs to the form as a whole. */
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
