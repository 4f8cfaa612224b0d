import { driftOf } from "@/lib/drift";
import { endpointSummary } from "@/lib/endpoint-usage";
import type { Ctx } from "@/lib/platform/context";
import { qualityOfWindow } from "@/lib/predictions";
import type { AlertRow } from "./repository";
import { METRIC } from "./values";

/** `value` is null where there are too few rows. `subject`: the input that it is of. */
export type Measured = { value: number | null; subject: string | null };
type Measuring = Pick<Ctx, "db" | "storage" | "clock">;
type Asked = Pick<AlertRow, "endpoint" | "metric" | "input" | "output" | "minRows" | "windowMinutes">;

/** Measures rules of one round: what several of them ask about the same window is read once. */
export function measuring(ctx: Measuring, now: Date) {
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: unknown[], work: () => Promise<T>): Promise<T> => {
    const text = JSON.stringify(key);
    const found = (known.get(text) as Promise<T> | undefined) ?? work();
    known.set(text, found);
    return found;
  };
  return (rule: Asked): Promise<Measured> => {
    const from = new Date(now.getTime() - rule.windowMinutes * 60_000).toISOString();
    const window = { endpoint: rule.endpoint, from, to: now.toISOString() };
    switch (METRIC[rule.metric].of) {
      case "labels":
        return ofLabels(
          rule,
          once(["labels", window, rule.output], () =>
            qualityOfWindow(ctx, { ...window, output: rule.output }),
          ),
        );
      case "inputs":
        return ofInputs(
          rule,
          once(["inputs", window, rule.minRows], () => driftOf(ctx, { ...window, min_rows: rule.minRows })),
        );
      case "requests":
        return ofRequests(
          rule,
          once(["requests", window], () =>
            endpointSummary(ctx, { endpoint: rule.endpoint, since: new Date(from) }),
          ),
        );
    }
  };
}

async function ofLabels(
  { metric, minRows, output }: Asked,
  reading: ReturnType<typeof qualityOfWindow>,
): Promise<Measured> {
  const quality = await reading;
  const isMeasured = metric === "auc" || metric === "calibration_error" || metric === "mean_error";
  const value = isMeasured && quality.judged >= minRows ? quality[metric] : null;
  return { value, subject: quality.output ?? output };
}

async function ofInputs({ metric, input }: Asked, reading: ReturnType<typeof driftOf>): Promise<Measured> {
  const { inputs } = await reading;
  const isMeasured = metric === "psi" || metric === "ks";
  let found: Measured = { value: null, subject: input };
  if (!isMeasured) return found;
  for (const one of inputs) {
    const value = one[metric];
    if (value === null || (input !== null && one.name !== input)) continue;
    if (found.value === null || value > found.value) found = { value, subject: one.name };
  }
  return found;
}

async function ofRequests(
  { metric, minRows }: Asked,
  reading: ReturnType<typeof endpointSummary>,
): Promise<Measured> {
  const { requests, errors, p99_ms } = await reading;
  if (requests < minRows) return { value: null, subject: null };
  return { value: metric === "error_rate" ? errors / requests : p99_ms, subject: null };
}
