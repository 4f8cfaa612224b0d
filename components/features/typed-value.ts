import type { ExpressionType } from "@/lib/features/values";

export type TypedValue = string | number | boolean | null;

/** A value as JSON has it; nothing typed is no value. What is typed wrongly is sent as it is, and the server says so at its field. */
export function typedValue(type: ExpressionType, text: string): TypedValue {
  const typed = text.trim();
  if (typed === "") return null;
  if (type === "STRING") return text;
  if (type === "BOOL") return typed === "true" ? true : typed === "false" ? false : text;
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(typed)) return text;
  // All digits of a whole number beyond 2^53 go as text.
  const value = Number(typed);
  return /^-?\d+$/.test(typed) && !Number.isSafeInteger(value) ? typed : value;
}
