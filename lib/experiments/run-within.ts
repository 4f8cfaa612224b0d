import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { IS_ROOT, isWithin } from "./repository/run-family";
import { groupSql } from "./repository/run-groups";
import { groupField } from "./run-groups";
import type { Within } from "./search";
import { namesIn, type TrainingRunQuery } from "./view-schema";

const Values = z.array(z.string().nullable()).max(3);
type Said = Pick<z.output<typeof TrainingRunQuery>, "roots" | "parent" | "group_by" | "group">;

/** The part of a list that is asked for: its roots, the runs within one, the runs of a group. Undefined is all of it. */
export function withinOf({ roots, parent, group_by, group }: Said): Within | undefined {
  if (!roots && parent === undefined && group === undefined) return undefined;
  const by = group === undefined ? [] : namesIn(group_by).map((name) => groupField(name, "/group_by"));
  const values = group === undefined ? [] : valuesOf(group, by);
  return {
    said: [roots, parent, group_by, group],
    sql: (binds) => [
      ...(roots ? [IS_ROOT] : []),
      ...(parent === undefined ? [] : [isWithin(binds.add(parent, "text"))]),
      ...groupSql(by, values, binds),
    ],
  };
}

function valuesOf(text: string, by: readonly { kind: string }[]): (string | null)[] {
  const values = Values.safeParse(parsed(text)).data;
  const isWhole =
    values?.length === by.length &&
    values.every((value, at) => value === null || by[at]?.kind !== "metric" || isDouble(value));
  if (values && isWhole) return values;
  throw InvalidError.field(
    "/group",
    "group must be a list as JSON, with a value or null for each name of group_by.",
    because("invalid_format", { format: '["0.1",null]' }),
  );
}

/** As the database writes it. */
function isDouble(text: string): boolean {
  return (
    text === "NaN" ||
    (/^-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text)))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
