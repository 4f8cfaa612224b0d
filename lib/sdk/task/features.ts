import { call, endOfJob, type Started } from "./control";

export type TrainingSet = {
  /** Under which it lies, and stands on the page of the workers. */
  id: string;
  rows: number;
  /** Keys of objects. */
  data: string;
  manifest: string;
};

export type OnlineRow = {
  /** When the row became true; null without one. */
  event_timestamp: string | null;
  features: Record<string, { status: string; value: unknown }>;
};

/** The feature store, as a task asks it. */
export const features = {
  /** What a view serves of one entity at this moment. */
  entity(view: string, keys: Readonly<Record<string, string>>): Promise<OnlineRow> {
    return call("GET", `/feature/views/${encodeURIComponent(view)}?${new URLSearchParams(keys)}`);
  },

  /**
   * Writes the latest row of each entity to the online store, for event times from `start` on and before `end`, and waits for
   * its end. Of a view one is done at a time: another one is waited for first.
   */
  async materialize(view: string, range: { start?: string; end?: string } = {}): Promise<{ rows: number }> {
    for (;;) {
      const path = `/task/v1/features/views/${encodeURIComponent(view)}/materializations`;
      const { id, created } = await call<Started>("POST", path, range, true);
      // How another one's work ends is its own matter.
      const ended = created ? endOfJob(id) : endOfJob(id).catch(() => null);
      const result = await ended;
      if (created) return { rows: Number(Reflect.get(Object(result), "rows")) };
    }
  },

  /** Joins features to the rows of a file as they were known at `event_timestamp` of each row, and waits for the end. */
  async trainingSet(wanted: {
    /** An object, as s3://<bucket>/<key>. */
    entities: { format: "parquet" | "csv"; path: string };
    feature_service?: string;
    features?: readonly string[];
    full_feature_names?: boolean;
    filter_by_created_timestamp?: boolean;
  }): Promise<TrainingSet> {
    const { id } = await call<Started>("POST", "/task/v1/features/training-sets", wanted);
    const { rows, data, manifest } = Object(await endOfJob(id));
    return { id, rows: Number(rows), data: keyOf(data), manifest: keyOf(manifest) };
  },
};

/** Of s3://<bucket>/<key>. */
function keyOf(url: unknown): string {
  return String(url).replace(/^s3:\/\/[^/]*\//, "");
}
