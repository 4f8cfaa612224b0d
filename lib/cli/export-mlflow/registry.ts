import type { Registered, Version } from "../mlflow/shapes";
import { originOf } from "../mlflow/version-source";
import { Refused } from "../server";
import { VERSION_TAG } from "./ids";
import type { Exporting } from "./runs";

type All = Exporting & { only: readonly string[] };

/** A gap in the numbers that is greater is left: each number of it is made and removed. */
const MOST_OF_A_GAP = 200;
const OF_VERSION = /^models:\/[^/:@]+\/\d+$/;

/** Registered models, versions under their numbers where those are free, stages and aliases. */
export async function sendRegistry(all: All): Promise<void> {
  const models: Registered[] = [];
  const versions: Version[] = [];
  for await (const model of all.source.registered()) {
    models.push(model);
    for await (const version of all.source.versions(model.name)) versions.push(version);
  }
  const numbers = new Map<string, string>();
  for (const model of models) {
    all.tally.add("registered");
    await sendModel(all, model, numbers);
    for (const version of versions.filter(
      ({ name, source }) => name === model.name && !OF_VERSION.test(source),
    ))
      await sendVersion(all, version, numbers);
    all.moved();
  }
  // Those that name another version, when all others are there: the older first.
  for (const version of versions
    .filter(({ source }) => OF_VERSION.test(source))
    .sort((one, other) => Number(one.creation_timestamp) - Number(other.creation_timestamp)))
    await sendVersion(all, version, numbers);
  for (const { name, aliases } of models)
    for (const { alias, version } of aliases) {
      const number = numbers.get(`${name}/${version}`);
      if (number !== undefined) await all.target.setAlias(name, alias, number);
    }
}

/** Which versions an earlier export has made. */
async function sendModel(
  { target }: Exporting,
  model: Registered,
  numbers: Map<string, string>,
): Promise<void> {
  const { name, description, tags } = model;
  if (!(await target.registeredBy(name))) await target.register({ name, description, tags });
  for await (const version of target.read.versions(name)) {
    const here = version.tags.find(({ key }) => key === VERSION_TAG)?.value;
    if (here !== undefined) numbers.set(`${name}/${here}`, String(version.version));
  }
}

async function sendVersion(all: All, version: Version, numbers: Map<string, string>): Promise<void> {
  const { target, tally, ids } = all;
  const { name } = version;
  const id = `${name}/${version.version}`;
  if (numbers.has(id)) return tally.add("versions");
  try {
    const body = await bodyOf(all, version);
    if (!body) {
      // One who asked for some experiments did not ask for what others made.
      if (all.only.length > 0) return;
      const problem = "the run or model that it was made of is not there";
      tally.note([{ kind: "model version", id, problem }]);
      return;
    }
    const number = await createUnder(all, Number(version.version), body);
    numbers.set(id, String(number));
    tally.add("versions");
    if (version.current_stage !== "None")
      await target.stageVersion(name, String(number), version.current_stage);
    if (number !== Number(version.version))
      tally.note([{ kind: "model version", id, problem: `it is number ${number} there` }]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tally.note([{ kind: "model version", id, problem: error.message }]);
  }

  async function bodyOf({ target }: Exporting, given: Version) {
    const { run_id, model_id } = originOf(given);
    const uri = await uriOf(target, ids.runs.get(run_id ?? ""), ids.models.get(model_id ?? ""));
    const source = ids.source(given.source, () => uri);
    if (source === null) return null;
    const run = run_id === undefined ? undefined : ids.runs.get(run_id);
    const model = model_id === undefined ? undefined : ids.models.get(model_id);
    return {
      name,
      source,
      ...(run && { run_id: run }),
      ...(model && { model_id: model }),
      ...(given.run_link && { run_link: given.run_link }),
      ...(given.description && { description: given.description }),
      tags: [...ids.tags(given.tags), { key: VERSION_TAG, value: String(given.version) }],
    };
  }
}

/** Where the files of the run or model lie there. */
async function uriOf(
  target: Exporting["target"],
  run: string | undefined,
  model: string | undefined,
): Promise<string | undefined> {
  if (model !== undefined) return target.modelUri(model);
  return run === undefined ? undefined : target.runUri(run);
}

/** Numbers are given in a row there: those between, of versions that were deleted here, are made and deleted. */
async function createUnder(
  { target }: Exporting,
  wanted: number,
  body: Record<string, unknown>,
): Promise<number> {
  const { name } = body;
  for (let tries = 0; tries < MOST_OF_A_GAP; tries += 1) {
    const number = await target.createVersion(body);
    if (number >= wanted || wanted - number > MOST_OF_A_GAP) return number;
    await target.deleteVersion(String(name), String(number));
  }
  return target.createVersion(body);
}
