import { call, untilEnded } from "./control";

export type Answer = {
  /** For feedback. */
  id: string;
  predictions: Record<string, unknown>[];
  model: { name: string; version: number };
  variant: string;
};
export type Feedback = {
  prediction_id: string;
  row?: number;
  label: number | string | boolean;
  time?: string;
};
export type Batch = {
  id: string;
  model: { name: string; version: number };
  rows: number;
  rows_failed: number;
  /** Addresses of objects. */
  files: { output: string; errors: string; manifest: string };
};

const below = (endpoint: string) => `/predict/${encodeURIComponent(endpoint)}`;

/** Endpoints, as a task asks them. */
export const predictions = {
  /** A prediction for each row; up to 1,000 rows. */
  ask(endpoint: string, instances: readonly object[]): Promise<Answer> {
    return call<Answer>("POST", below(endpoint), { instances }, true);
  },

  /** What came true; up to 1,000 labels. Sent again it changes nothing. Returns what became of each. */
  async feedback(endpoint: string, feedback: readonly Feedback[]): Promise<string[]> {
    const answer = await call<{ feedback: { status: string }[] }>(
      "POST",
      `${below(endpoint)}/feedback`,
      { feedback },
      true,
    );
    return answer.feedback.map(({ status }) => status);
  },

  /** Makes an endpoint where there is none of this name. One that is there stays as it is, whoever has changed it. */
  async ensureEndpoint(name: string, wanted: object): Promise<{ feature_service: string | null }> {
    return call("PUT", `/task/v1/endpoints/${encodeURIComponent(name)}`, wanted);
  },

  /** Answers every row of a file, and waits for the end. Rows without an answer are counted, and stand in `files.errors`. */
  async batch(wanted: {
    model?: { name: string; version: number };
    endpoint?: string;
    source: { path: string };
    format: "parquet" | "csv" | "jsonl";
    key_columns?: readonly string[];
    rows_per_run?: number;
  }): Promise<Batch> {
    type View = Batch & { state: string; error: string | null };
    const { id } = await call<View>("POST", "/task/v1/batch-predictions", wanted);
    return untilEnded(() => call<View>("GET", `/task/v1/batch-predictions/${id}`));
  },
};
