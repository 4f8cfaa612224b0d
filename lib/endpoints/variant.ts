import {
  findNewestVersion,
  findVersion,
  findVersionByAlias,
  holdModel,
  type VersionView,
} from "@/lib/models";
import { LATEST } from "@/lib/models/values";
import type { Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { VariantRow } from "./repository/endpoints";
import type { VariantInput } from "./schema";

type Named = Omit<VariantRow, "number">;

export function variantOf(input: VariantInput): Named {
  return "alias" in input
    ? { model: input.model, alias: input.alias, version: null }
    : { model: input.model, alias: null, version: input.version };
}

/** The version of the registered model that a variant stands for at this moment; null when there is none. */
export async function versionOf(sql: Sql, { model, alias, version }: Named): Promise<VersionView | null> {
  if (alias === null) return findVersion(sql, model, version ?? 0);
  return alias.toLowerCase() === LATEST
    ? findNewestVersion(sql, model)
    : findVersionByAlias(sql, model, alias);
}

/** Throws InvalidError for one that stands for nothing. What is found stays until the transaction ends. */
export async function refuseMissing(sql: Sql, named: Named): Promise<void> {
  await holdModel(sql, named.model);
  if (await versionOf(sql, named)) return;
  const id = textOf(named);
  throw InvalidError.field(
    "/variant",
    `There is no version ${id} among the registered models. Register it, or set the alias, first.`,
    because("not_there", { kind: "model version", id }),
  );
}

/** As models:/ addresses write it. */
export function textOf({ model, alias, version }: Named): string {
  return alias === null ? `${model}/${version}` : `${model}@${alias}`;
}
