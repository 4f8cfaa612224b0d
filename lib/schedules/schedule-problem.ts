import { because, type Reason } from "@/lib/platform/reasons";
import { cronFires } from "./cron-fires";
import { CRON_FIELDS, cronFault } from "./cron-words";

/** Why a schedule cannot be followed: the field, the reason and an English message. */
export type ScheduleProblem = { field: "cron" | "time_zone"; reason: Reason; detail: string };

/**
 * Returns null for a usable schedule. It must fire twice from now on, because a run covers the time between two fires.
 * Any expression that fires at all fires within eight years, the longest distance of two leap days.
 */
export function scheduleProblem(cron: string, timeZone: string, now: Date): ScheduleProblem | null {
  if (!isTimeZone(timeZone))
    return {
      field: "time_zone",
      reason: because("unknown_zone", { zone: timeZone }),
      detail: `${JSON.stringify(timeZone)} is not an IANA time zone, such as Asia/Seoul`,
    };
  const name = JSON.stringify(cron);
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== CRON_FIELDS)
    return {
      field: "cron",
      reason: because("cron_fields", { cron, fields: fields.length }),
      detail: `${name} has ${fields.length} fields; cron needs 5 (minute hour day month weekday)`,
    };
  const said = cronFault(fields);
  if (said !== null)
    return {
      field: "cron",
      reason: because("bad_cron", { cron, said }),
      detail: `${name} is not a cron expression: ${said}`,
    };
  const fires = cronFires(cron, timeZone);
  const next = fires.after(now);
  if (next && fires.after(next)) return null;
  return {
    field: "cron",
    reason: because("cron_never", { cron }),
    detail: `${name} never fires: no month that it names has a day that it names`,
  };
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
