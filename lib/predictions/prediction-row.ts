import type { Phase } from "@/lib/endpoints";
import type { Actor } from "@/lib/platform/context";

/** A prediction as it is stored. What is JSON is text here, made once. */
export type PredictionRow = {
  at: Date;
  id: string;
  endpoint: string;
  protocol: string;
  variant: number;
  model: { name: string; version: number };
  /** ok, or the code of the error in small letters; failed where it has none. */
  outcome: string;
  error: string | null;
  rows: number;
  keptRows: number;
  request: string;
  given: string | null;
  features: string | null;
  response: string | null;
  spentUs: Record<Phase, number>;
  caller: Pick<Actor, "type" | "id" | "name">;
  runId: string | null;
  requestId: string;
  traceId: string | null;
};

/** Of a row beside its JSON, roughly. */
const OVERHEAD_BYTES = 600;

/** What it takes while it waits, roughly: most of JSON is one byte a character. */
export function bytesOf({ request, given, features, response, error }: PredictionRow): number {
  const texts = [request, given, features, response, error];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), OVERHEAD_BYTES);
}
