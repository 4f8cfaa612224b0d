import { decodedWhole } from "@/lib/experiments";
import { isModelId, isRunId } from "@/lib/experiments/values";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { PROMPT_TAG } from "./values";

/** Where a version's files come from. `path` is below the artifacts of the run or model; "" is all of them. */
export type Source =
  | { kind: "run"; runId: string; path: string }
  | { kind: "logged_model"; modelId: string; path: string }
  | { kind: "version"; name: string; version: number }
  | { kind: "none" };

type Said = {
  source: string;
  run_id?: string | undefined;
  logged_model_id?: string | undefined;
  tags: readonly { key: string; value: string }[];
};

const RUN = /^runs:\/([^/]*)(?:\/(.*))?$/s;
const RUN_FILES = /^mlflow-artifacts:\/\d{1,18}\/([0-9a-f]{32})\/artifacts(?:\/(.*))?$/s;
const MODEL_FILES = /^mlflow-artifacts:\/\d{1,18}\/models\/(m-[0-9a-f]{32})\/artifacts(?:\/(.*))?$/s;
const LOGGED_MODEL = /^models:\/(m-[0-9a-f]{32})(?:\/(.*))?$/s;
const VERSION = /^models:\/([^/:@]+)\/(\d{1,9})$/;
/** What MLflow's clients write where a prompt has no files. */
const PROMPT_SOURCE = "dummy-source";

/**
 * A version's source is what this server keeps itself: files of the run or logged model that the message names, or another
 * version. It is never an address that the server, or a client on its word, would go to.
 */
export function parseSource(said: Said): Source {
  const { source, tags } = said;
  if (source === PROMPT_SOURCE && tags.some(({ key, value }) => key === PROMPT_TAG && value === "true"))
    return { kind: "none" };
  const [, runId, runPath = ""] = RUN.exec(source) ?? RUN_FILES.exec(source) ?? [];
  if (runId !== undefined) {
    assertBelow(runPath);
    if (!isRunId(runId) || runId !== said.run_id) throw refused("run_id must be the run that it names");
    return { kind: "run", runId, path: runPath };
  }
  const [, modelId, modelPath = ""] = LOGGED_MODEL.exec(source) ?? MODEL_FILES.exec(source) ?? [];
  if (modelId !== undefined) {
    assertBelow(modelPath);
    if (!isModelId(modelId) || modelId !== said.logged_model_id)
      throw refused("model_id must be the model that it names");
    return { kind: "logged_model", modelId, path: modelPath };
  }
  const [, name, version] = VERSION.exec(source) ?? [];
  if (name !== undefined) return { kind: "version", name, version: Number(version) };
  throw refused("it must be runs:/, models:/ or mlflow-artifacts:/, for files that this server keeps");
}

/** Also for one who decodes it once more. */
function assertBelow(path: string): void {
  if (path === "") return;
  const whole = decodedWhole(path);
  const forms = whole === null ? [] : [path, whole];
  const stays = forms.every(
    (form) =>
      !/[\p{Cc}\p{Surrogate}\\#?;]/u.test(form) &&
      form.split("/").every((part) => part !== "" && part !== "." && part !== ".."),
  );
  if (forms.length === 0 || !stays) throw refused("its path leads out of where it begins");
}

function refused(said: string): InvalidError {
  return InvalidError.field(
    "/source",
    `The source of the version is refused: ${said}.`,
    because("invalid_format", { format: "runs:/<run_id>/<path>" }),
  );
}
