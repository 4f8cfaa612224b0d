import { PHASES, type Phase, type Told } from "@/lib/endpoints";
import type { Ctx } from "@/lib/platform/context";
import { redactText } from "@/lib/platform/redact";
import { keptOf } from "./kept";
import type { PredictionRow } from "./prediction-row";
import { timeOfPrediction } from "./prediction-time";
import { MOST_CHARACTERS, MOST_ERROR } from "./values";

/** How a request came, beside what it asks. */
export type Seen = {
  protocol: string;
  /** The header of W3C Trace Context, as it was sent. */
  traceparent: unknown;
  /** When it came, by the monotonic clock. */
  since: number;
};
/** What was answered: a prediction for each row, or tensors; or why not. */
export type Ending = { outcome: string; answer: readonly unknown[] | null; error: string | null };

const TRACE = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const MOST_INT = 2 ** 31 - 1;

/** Null for a request that no version of a model was found for. */
export function rowOf(
  { actor, requestId }: Pick<Ctx, "actor" | "requestId">,
  seen: Seen,
  told: Told,
  { outcome, answer, error }: Ending,
): PredictionRow | null {
  const { id, teller, asked, given, features, spentMs } = told;
  const at = timeOfPrediction(id);
  if (!teller || !asked || !at) return null;
  const most = { rows: teller.rule.rows, characters: MOST_CHARACTERS };
  return {
    at,
    id,
    endpoint: teller.endpoint,
    protocol: seen.protocol,
    variant: teller.variant,
    model: teller.model,
    outcome,
    error: error === null ? null : redactText(error.replaceAll("\0", "").slice(0, MOST_ERROR)),
    ...keptOf({ asked, given, features, answer }, most),
    spentUs: spentUs(spentMs),
    caller: { type: actor.type, id: actor.id, name: actor.name },
    runId: actor.attempt?.runId ?? null,
    requestId,
    traceId: traceOf(seen.traceparent),
  };
}

function spentUs(spentMs: ReadonlyMap<Phase, number>): Record<Phase, number> {
  const us = (phase: Phase) => Math.min(MOST_INT, Math.round((spentMs.get(phase) ?? 0) * 1_000));
  const [parse, features, wait, run, encode] = PHASES.map(us);
  return {
    parse: parse ?? 0,
    features: features ?? 0,
    wait: wait ?? 0,
    run: run ?? 0,
    encode: encode ?? 0,
  };
}

function traceOf(traceparent: unknown): string | null {
  return typeof traceparent === "string" ? (TRACE.exec(traceparent)?.[1] ?? null) : null;
}
