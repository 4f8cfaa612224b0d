import { findVersion } from "@/lib/models";
import type { Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { findEndpoint, type StateRow, type VariantRow } from "../repository/endpoints";
import { textOf, versionOf } from "../variant";
import type { Registered } from "./row-model";

export type VersionAsked = { endpoint: string } | { name: string; version: number };

/** The version that answers now, of several variants the one that answers most: it stays that one for who keeps it. Throws NOT_FOUND, and CONFLICT where nothing answers. */
export async function versionToAnswer(sql: Sql, asked: VersionAsked): Promise<Registered> {
  if ("name" in asked) {
    const found = await findVersion(sql, asked.name, asked.version);
    if (!found) throw new NotFoundError("model version", `${asked.name}/${asked.version}`);
    return { ...found, featureService: null };
  }
  const endpoint = await findEndpoint(sql, asked.endpoint);
  if (!endpoint) throw new NotFoundError("endpoint", asked.endpoint);
  const { name, live } = endpoint;
  const variant = heaviest(live);
  if (!variant || variant.remote)
    throw new ConflictError(
      `The endpoint ${name} is answered by a server of others. Name a registered model and its version.`,
    );
  const found = await versionOf(sql, variant);
  if (found) return { ...found, featureService: live.features?.service ?? null };
  throw new ConflictError(
    `The endpoint ${name} stands for ${textOf(variant)}, which is not among the registered models any more.`,
  );
}

/** The variant that answers most requests; of equal ones the first. */
function heaviest({ variants, slots }: StateRow): VariantRow | undefined {
  const weight = ({ number }: VariantRow) => slots.filter((slot) => slot === number).length;
  return variants.toSorted((one, other) => weight(other) - weight(one) || one.number - other.number)[0];
}
