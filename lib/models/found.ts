import type { Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { lockModel, type ModelRow } from "./repository/models";
import type { VersionView } from "./repository/objects";
import { findVersion } from "./repository/versions";

export const modelTarget = (name: string) => ({ type: "registered_model", id: name });
export const aliasTarget = (name: string, alias: string) => ({ type: "model_alias", id: `${name}@${alias}` });
export const versionTarget = (name: string, version: number) => ({
  type: "model_version",
  id: `${name}/${version}`,
});

export function thereModel<T>(model: T | null, name: string): T {
  if (model === null) throw new NotFoundError("registered model", name);
  return model;
}

export function thereVersion<T>(found: T | null, name: string, version: number): T {
  if (found === null) throw new NotFoundError("model version", `${name}/${version}`);
  return found;
}

export async function lockedModel(sql: Sql, name: string): Promise<ModelRow> {
  return thereModel(await lockModel(sql, name), name);
}

/** The version, with its model held until the transaction ends. */
export async function lockedVersion(
  sql: Sql,
  { name, version }: { name: string; version: number },
): Promise<{ model: ModelRow; before: VersionView }> {
  const model = await lockedModel(sql, name);
  return { model, before: thereVersion(await findVersion(sql, name, version), name, version) };
}
