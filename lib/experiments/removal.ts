import { type ArtifactPlace, keyOf } from "./artifact-place";
import { isModelId } from "./values";

/** Below this all files of a run or of a logged model lie. */
export function filesOf(id: string): string {
  const place: ArtifactPlace = isModelId(id) ? { modelId: id, path: "" } : { runId: id, path: "" };
  return keyOf(place);
}
