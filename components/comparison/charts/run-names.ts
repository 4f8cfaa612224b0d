import type { ComparedRun } from "@/lib/comparison/schema";

const ID_CHARACTERS = 6;

/** The name of each run, with the end of its id where another has the same name: ids begin with their time. */
export function runNames(runs: readonly Pick<ComparedRun, "id" | "name">[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of runs) counts.set(name, (counts.get(name) ?? 0) + 1);
  return runs.map(({ id, name }) =>
    (counts.get(name) ?? 0) > 1 ? `${name} (${id.slice(-ID_CHARACTERS)})` : name,
  );
}
