import type { Version } from "./shapes";

/** What a registered version says of its files, as Gwanje takes it. */
export type VersionOrigin = { source: string; run_id?: string; model_id?: string };

const RUN_ADDRESS = /^runs:\/([0-9a-f]{32})(?:\/|$)/;
const MODEL_ADDRESS = /^models:\/(m-[0-9a-f]{32})(?:\/|$)/;
/** However a store is called and wherever it begins: the files of a run or a model lie below its id and `artifacts`. */
const RUN_FILES = /(?:^|\/)([^/:]+)\/([0-9a-f]{32})\/artifacts(\/.*)?$/s;
const MODEL_FILES = /(?:^|\/)([^/:]+)\/models\/(m-[0-9a-f]{32})\/artifacts(\/.*)?$/s;

/**
 * The store that a version's files lay in stays behind, and its files come with their run or model. What lies anywhere else
 * is left as it is said, for the server to refuse.
 */
export function originOf({ source, run_id }: Pick<Version, "source" | "run_id">): VersionOrigin {
  const given = run_id ? { run_id } : {};
  const [, ofRun] = RUN_ADDRESS.exec(source) ?? [];
  if (ofRun) return { source, run_id: ofRun };
  const [, ofModel] = MODEL_ADDRESS.exec(source) ?? [];
  if (ofModel) return { source, ...given, model_id: ofModel };
  const [, modelPlace = "", modelId, modelPath = ""] = MODEL_FILES.exec(source) ?? [];
  if (modelId)
    return {
      source: `mlflow-artifacts:/${numberOf(modelPlace)}/models/${modelId}/artifacts${modelPath}`,
      ...given,
      model_id: modelId,
    };
  const [, place = "", runId, path = ""] = RUN_FILES.exec(source) ?? [];
  if (runId)
    return { source: `mlflow-artifacts:/${numberOf(place)}/${runId}/artifacts${path}`, run_id: runId };
  return { source, ...given };
}

/** Of an experiment; what stands there in other stores is not looked at. */
function numberOf(place: string): string {
  return /^\d{1,18}$/.test(place) ? place : "0";
}
