import {
  findNewestVersion,
  findVersion,
  findVersionByAlias,
  holdModel,
  type VersionView,
} from "@/lib/models";
import { LATEST } from "@/lib/models/values";
import { parseAllowList } from "@/lib/platform/address";
import type { Sql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { remoteProblem } from "./remote/address";
import type { VariantRow } from "./repository/endpoints";
import type { VariantInput } from "./schema";

type Named = Omit<VariantRow, "number" | "name">;

export function variantOf(input: VariantInput): Named {
  if ("remote" in input) {
    const { url, model, columns = null } = input.remote;
    return { model, alias: null, version: null, remote: { url, model, columns } };
  }
  return "alias" in input
    ? { model: input.model, alias: input.alias, version: null, remote: null }
    : { model: input.model, alias: null, version: input.version, remote: null };
}

/** The version of the registered model that a variant stands for at this moment; null when there is none. */
export async function versionOf(sql: Sql, { model, alias, version }: Named): Promise<VersionView | null> {
  if (alias === null) return findVersion(sql, model, version ?? 0);
  return alias.toLowerCase() === LATEST
    ? findNewestVersion(sql, model)
    : findVersionByAlias(sql, model, alias);
}

/**
 * Throws InvalidError for one that stands for nothing. What is found stays until the transaction ends. Of a remote model the
 * address is looked at: its server may be away today.
 */
export async function refuseMissing(sql: Sql, named: Named, pointer: string): Promise<void> {
  if (named.remote) return refuseAddress(named.remote.url, `${pointer}/remote/url`);
  await holdModel(sql, named.model);
  if (await versionOf(sql, named)) return;
  const id = textOf(named);
  throw InvalidError.field(
    pointer,
    `There is no version ${id} among the registered models. Register it, or set the alias, first.`,
    because("not_there", { kind: "model version", id }),
  );
}

function refuseAddress(url: string, pointer: string): void {
  const said = remoteProblem(url, parseAllowList(env().GWANJE_FETCH_ALLOW));
  if (said) throw InvalidError.field(pointer, `The address ${said}.`, because("remote_url", { said }));
}

/** As models:/ addresses write it. */
export function textOf({ model, alias, version, remote }: Named): string {
  if (remote) return JSON.stringify([remote.url, model, remote.columns]);
  return alias === null ? `${model}/${version}` : `${model}@${alias}`;
}
