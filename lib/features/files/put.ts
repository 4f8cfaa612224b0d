import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { addEntity, alterEntity } from "../entities";
import { addOnDemandView, alterOnDemandView } from "../on-demand-views";
import { findEntity } from "../repository/entities";
import type { DefinitionKind } from "../repository/files";
import { findOnDemandView } from "../repository/on-demand-views";
import { findService } from "../repository/services";
import { findSource } from "../repository/sources";
import { findView } from "../repository/views";
import { addService, alterService } from "../services";
import { addSource, alterSource } from "../sources";
import { addView, alterView } from "../views";
import type { DefinitionFile } from "./definition-file";

/** `isOwned`: a file has it, or had it. What was made otherwise is not taken over. */
type By = { ctx: Ctx; isOwned: boolean };

/** Makes one definition of a file so. Returns whether anything is another now. */
export async function put(
  sql: Sql,
  kind: DefinitionKind,
  definitions: DefinitionFile,
  place: number,
  by: By,
): Promise<boolean> {
  switch (kind) {
    case "entities":
      return putEntity(sql, entryOf(definitions[kind], place), by);
    case "sources": {
      const input = entryOf(definitions[kind], place);
      const row = await findSource(sql, input.name);
      if (row) return alterSource(sql, ownedBy(row, by), input, by.ctx);
      await addSource(sql, input, by.ctx);
      return true;
    }
    case "views": {
      const input = entryOf(definitions[kind], place);
      const row = await findView(sql, input.name);
      if (row) return alterView(sql, ownedBy(row, by), input, by.ctx.actor.id);
      await addView(sql, input, by.ctx.actor.id);
      return true;
    }
    case "on_demand_views": {
      const input = entryOf(definitions[kind], place);
      const row = await findOnDemandView(sql, input.name);
      if (row) return alterOnDemandView(sql, ownedBy(row, by), input);
      await addOnDemandView(sql, input);
      return true;
    }
    case "services": {
      const input = entryOf(definitions[kind], place);
      const row = await findService(sql, input.name);
      if (row) return alterService(sql, ownedBy(row, by), input);
      await addService(sql, input);
      return true;
    }
    default:
      return kind satisfies never;
  }
}

async function putEntity(sql: Sql, input: DefinitionFile["entities"][number], by: By): Promise<boolean> {
  const row = await findEntity(sql, input.name);
  if (!row) {
    await addEntity(sql, input);
    return true;
  }
  const fixed = [
    ["join_key", row.joinKey, input.join_key ?? input.name],
    ["value_type", row.valueType, input.value_type],
  ] as const;
  for (const [field, is, wanted] of fixed)
    if (is !== wanted)
      throw InvalidError.field(
        `/${field}`,
        `The ${field} of ${input.name} is ${is} and stays so: stored values lie under it. Declare another entity.`,
        because("definition_fixed", { name: input.name, is }),
      );
  return alterEntity(sql, ownedBy(row, by), input);
}

function ownedBy<R extends { name: string }>(row: R, { isOwned }: By): R {
  if (isOwned) return row;
  throw new ConflictError(
    `${JSON.stringify(row.name)} was made in the console or over the API. Delete it there, or name this one otherwise.`,
    because("definition_of_api", { name: row.name }),
  );
}

/** The guarantee: the place is one of the list's. */
function entryOf<T>(list: readonly T[], place: number): T {
  return list[place] as T;
}
