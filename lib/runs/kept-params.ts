import { checkParams } from "@/lib/pipelines";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { EndedRun } from "./repository/again";
import type { RunSpec } from "./spec";

/** The runs' own parameters for this version: checked when they come from another version, with the new defaults filled in. */
export async function keptParams(
  to: { versionId: string; spec: RunSpec },
  runs: readonly EndedRun[],
): Promise<{ id: string; params: Record<string, unknown> }[]> {
  // Many runs share the same parameters; each set is checked once.
  const checked = new Map<string, Record<string, unknown>>();
  const kept = [];
  for (const { id, versionId, params } of runs) {
    const text = JSON.stringify(params);
    const known =
      versionId === to.versionId ? params : (checked.get(text) ?? (await check(to.spec, id, params)));
    checked.set(text, known);
    kept.push({ id, params: known });
  }
  return kept;
}

async function check(
  spec: RunSpec,
  runId: string,
  params: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  try {
    return await checkParams(spec.params, params);
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    throw InvalidError.field(
      "/params",
      `The run ${runId} would keep its parameters, and the newest version refuses them: ${error.message}. Give other parameters, or run it again on its own version.`,
      because("kept_params", { run: runId, said: error.message }),
    );
  }
}
