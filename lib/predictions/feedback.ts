import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import { type IngestArgs, ingest } from "@/lib/verbs";
import { timeOfPrediction } from "./prediction-time";
import {
  existingEndpoints,
  type Found,
  findPredictions,
  type Label,
  writeLabels,
} from "./repository/feedback";
import { FeedbackInput, type FeedbackStatus } from "./schema";
import { PENDING_MS } from "./values";

type Outcome = { prediction_id: string; row: number; status: FeedbackStatus };
const FeedbackCall = FeedbackInput.extend({
  endpoint: z.string().max(300),
  /** Called behind the commit. */
  settle: z.custom<(outcomes: Outcome[]) => void>((value) => typeof value === "function"),
});
type FeedbackCall = z.output<typeof FeedbackCall>;

const BATCH = { maxRows: 5_000, maxWaitMs: 2 };
const QUEUE = { maxRows: 50_000 };
/** Clocks of our own processes may differ. */
const AHEAD_MS = 60_000;

/**
 * What came true, label by label. The same again changes nothing, another label replaces the one before. A prediction that the
 * log does not have may be written yet when it is young; older ones are unknown, and nothing is kept of them.
 */
export async function giveFeedback(
  ctx: Ctx,
  input: { endpoint: string } & z.input<typeof FeedbackInput>,
): Promise<{ feedback: Outcome[] }> {
  let feedback: Outcome[] = [];
  await take(ctx, {
    ...input,
    settle: (outcomes) => {
      feedback = outcomes;
    },
  });
  return { feedback };
}

const take = ingest("predictions:run", FeedbackCall, {
  rowsIn: ({ feedback }) => feedback.length,
  batch: BATCH,
  queue: QUEUE,
  work: writeFeedback,
});

async function writeFeedback({ sql, calls, refuse, afterCommit }: IngestArgs<FeedbackCall>): Promise<void> {
  const names = new Set(calls.map(({ input }) => input.endpoint));
  const there = await existingEndpoints(sql, [...names]);
  const good = calls.filter((call) => {
    const isThere = there.has(call.input.endpoint);
    if (!isThere) refuse(call, new NotFoundError("endpoint", call.input.endpoint));
    return isThere;
  });
  const items = good.flatMap((call) => call.input.feedback.map((item) => ({ call, item })));
  const asked = items.map(({ item }) => ({
    predictionId: item.prediction_id,
    at: timeOfPrediction(item.prediction_id) ?? new Date(0),
  }));
  const found = await findPredictions(sql, asked);
  const judged = items.map(({ call, item }, at) => ({
    call,
    item,
    at: asked[at]?.at ?? new Date(0),
    verdict: verdictOf(item, call.input.endpoint, found[at], call.ctx.clock.now()),
  }));
  // Of two labels of one row the last one counts.
  const labels = new Map<string, Label>();
  for (const { call, item, at, verdict } of judged)
    if (verdict === "joined" || verdict === "pending")
      labels.set(keyOf(item.prediction_id, item.row), {
        predictionId: item.prediction_id,
        at,
        row: item.row,
        endpoint: call.input.endpoint,
        label: JSON.stringify(item.label),
        time: item.time ?? null,
        callerId: call.ctx.actor.id,
      });
  const changed = new Map(
    (await writeLabels(sql, [...labels.values()])).map(({ predictionId, row, isNew }) => [
      keyOf(predictionId, row),
      isNew,
    ]),
  );
  const outcomes = new Map(good.map((call) => [call, [] as Outcome[]]));
  for (const { call, item, verdict } of judged) {
    const { prediction_id, row } = item;
    const isWritten = verdict === "joined" || verdict === "pending";
    const status = isWritten ? writtenAs(verdict, changed.get(keyOf(prediction_id, row))) : verdict;
    outcomes.get(call)?.push({ prediction_id, row, status });
  }
  for (const [call, told] of outcomes) afterCommit(() => call.input.settle(told));
}

const keyOf = (id: string, row: number) => `${id} ${row}`;

function writtenAs(verdict: "joined" | "pending", isNew: boolean | undefined): FeedbackStatus {
  if (isNew === undefined) return "repeated";
  return isNew ? verdict : "replaced";
}

/** A prediction of another endpoint is unknown under this one. */
function verdictOf(
  { prediction_id, row }: { prediction_id: string; row: number },
  endpoint: string,
  found: Found | undefined,
  now: Date,
): "joined" | "pending" | "unknown" | "no_such_row" {
  const at = timeOfPrediction(prediction_id);
  if (!at) return "unknown";
  if (found && found.known !== null) {
    if (found.endpoint !== endpoint) return "unknown";
    return row < found.known ? "joined" : "no_such_row";
  }
  const ageMs = now.getTime() - at.getTime();
  return ageMs > PENDING_MS || ageMs < -AHEAD_MS ? "unknown" : "pending";
}
