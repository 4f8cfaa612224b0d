import { forbidden } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import type { BatchRow } from "./repository/batches";

export function there(row: BatchRow | null, id: string): BatchRow {
  if (!row) throw new NotFoundError("batch prediction", id);
  return row;
}

/** One's own, or anybody's for those who change endpoints. */
export function refuseStranger({ actor }: Ctx, row: BatchRow): void {
  if (row.createdBy !== actor.id && !actor.permissions.has("endpoints:write"))
    throw forbidden(actor, "endpoints:write");
}
