import type { KeyValue } from "./target";

/** Tags under which a server that gives ids of its own remembers those of here. */
export const RUN_ID_TAG = "gwanje.run_id";
export const MODEL_ID_TAG = "gwanje.model_id";
export const VERSION_TAG = "gwanje.version";
/** What a run looked like here when it had gone out whole. */
export const WHOLE_TAG = "gwanje.exported";
const PARENT_TAG = "mlflow.parentRunId";
/** The registry of each server writes these itself. */
const OWN_TAGS: ReadonlySet<string> = new Set([
  "mlflow.modelVersions",
  RUN_ID_TAG,
  MODEL_ID_TAG,
  VERSION_TAG,
  WHOLE_TAG,
]);

/** Which id there stands for which of here. */
export class Ids {
  readonly runs = new Map<string, string>();
  readonly models = new Map<string, string>();
  /** Of runs there: which are known to be whole, by what they looked like. */
  readonly whole = new Map<string, string>();

  /** Tags of a run or a model, with those of Gwanje left out and the parent under its id there. */
  tags(tags: readonly KeyValue[]): KeyValue[] {
    return tags
      .filter(({ key }) => !OWN_TAGS.has(key))
      .map(({ key, value }) => ({
        key,
        value: key === PARENT_TAG ? (this.runs.get(value) ?? value) : value,
      }));
  }

  /** Null when it names a run or a model that is not there. */
  source(source: string, uris: (id: string) => string | undefined): string | null {
    const address = /^(runs|models):\/(m-[0-9a-f]{32}|[0-9a-f]{32})(\/.*)?$/s.exec(source);
    if (address) {
      const [, scheme = "", id = "", path = ""] = address;
      const there = this.runs.get(id) ?? this.models.get(id);
      return there === undefined ? null : `${scheme}:/${there}${path}`;
    }
    const files =
      /^mlflow-artifacts:\/\d+\/(?:models\/)?(m-[0-9a-f]{32}|[0-9a-f]{32})\/artifacts(\/.*)?$/s.exec(source);
    if (!files) return source;
    const [, id = "", path = ""] = files;
    const uri = uris(this.runs.get(id) ?? this.models.get(id) ?? "");
    return uri === undefined ? null : uri + path;
  }
}
