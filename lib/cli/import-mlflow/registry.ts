import { inLists } from "../each";
import type { Registered, Version } from "../mlflow/shapes";
import { originOf } from "../mlflow/version-source";
import type { Importing } from "./runs";
import { MOST } from "./target";

const OF_VERSION = /^models:\/[^/:@]+\/\d+$/;

/**
 * Models and what they are known by. A version may name another one, of any model, so those come when all others are there:
 * the older first, because a copy is younger than what it was made of.
 */
export async function bringRegistry(all: Importing): Promise<void> {
  const { source, target, tally, moved } = all;
  const copies: { model: Registered; version: Version }[] = [];
  const models: Registered[] = [];
  for await (const model of source.registered()) {
    models.push(model);
    tally.add("registered");
    await target.registry(model, {});
    for await (const versions of inLists(source.versions(model.name), MOST.versions)) {
      const own = versions.filter(({ source }) => !OF_VERSION.test(source));
      for (const version of versions) if (!own.includes(version)) copies.push({ model, version });
      await bring(model, own);
    }
    moved();
  }
  copies.sort((one, other) => timeOf(one.version) - timeOf(other.version));
  for (const { model, version } of copies) await bring(model, [version]);
  for (const model of models)
    if (model.aliases.length > 0) await target.registry(model, { aliases: model.aliases });

  async function bring(model: Registered, versions: readonly Version[]) {
    if (versions.length === 0) return;
    await target.registry(model, { versions: versions.map((one) => ({ ...one, ...originOf(one) })) });
    tally.add("versions", versions.length);
  }
}

function timeOf({ creation_timestamp }: Version): number {
  return Number(creation_timestamp);
}
