import { REASONS, type Reason, type ReasonCode } from "@/lib/platform/reasons";

const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

/** Why the console has no message for this reason; null when it has. */
export function faultOf({ code, values = {} }: Reason): string | null {
  if (!isReasonCode(code)) return `${code} has no words`;
  const names: readonly string[] = REASONS[code];
  const missing = names.filter((name) => values[name] === undefined);
  return missing.length > 0 ? `${code} needs ${missing.join(", ")}` : null;
}
