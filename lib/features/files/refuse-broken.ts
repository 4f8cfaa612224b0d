import type { Sql } from "@/lib/platform/db";
import { AppError, ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { refuseComputed } from "../refuse-computed";
import { listOnDemandRows } from "../repository/on-demand-views";
import { listServiceRows } from "../repository/services";
import { listViewRows } from "../repository/views";

/** After a file was applied as a whole: everything that services and on-demand views read is still there. */
export async function refuseBroken(sql: Sql): Promise<void> {
  const views = await listViewRows(sql);
  const computed = await listOnDemandRows(sql);
  const known = new Set([
    ...views.flatMap(({ name, fields }) => fields.map((field) => `${name}:${field.name}`)),
    ...computed.flatMap(({ name, features }) => features.map((feature) => `${name}:${feature.name}`)),
  ]);
  for (const { name, features } of await listServiceRows(sql)) {
    const lost = features.find((reference) => !known.has(reference));
    if (lost !== undefined) throw usedBy(`the service ${name}`, lost);
  }
  for (const view of computed)
    await refuseComputed(sql, view, views).catch((error: unknown) => {
      if (error instanceof AppError) throw usedBy(`the on-demand view ${view.name}`, error.message);
      throw error;
    });
}

function usedBy(user: string, what: string): ConflictError {
  return new ConflictError(
    `This file breaks ${user}: ${what}. Change that one first.`,
    because("definition_breaks", { user, what }),
  );
}
