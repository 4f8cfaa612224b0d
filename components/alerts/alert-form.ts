import type { AlertView } from "@/lib/alerts/schema";
import { type AlertMetric, METRIC } from "@/lib/alerts/values";

/** A form of texts, as they are typed. */
export type AlertTexts = {
  name: string;
  metric: AlertMetric;
  /** Of psi and ks an input, of what came true an output. */
  subject: string;
  comparison: "above" | "below";
  threshold: string;
  window: string;
  minRows: string;
  looks: string;
  webhook: string;
};

const USUAL: Readonly<
  Record<AlertMetric, { comparison: "above" | "below"; threshold: string; window: string }>
> = {
  auc: { comparison: "below", threshold: "0.7", window: "10080" },
  calibration_error: { comparison: "above", threshold: "0.1", window: "10080" },
  mean_error: { comparison: "above", threshold: "1", window: "10080" },
  psi: { comparison: "above", threshold: "0.25", window: "1440" },
  ks: { comparison: "above", threshold: "0.2", window: "1440" },
  error_rate: { comparison: "above", threshold: "0.05", window: "15" },
  p99_ms: { comparison: "above", threshold: "500", window: "15" },
};
export const WINDOWS = ["15", "60", "360", "1440", "10080", "43200"];

/** What is usual for another metric, with what is not of any. */
export function usualTexts(
  metric: AlertMetric,
  { name, looks, webhook }: Pick<AlertTexts, "name" | "looks" | "webhook">,
): AlertTexts {
  return {
    name,
    looks,
    webhook,
    metric,
    subject: "",
    minRows: String(METRIC[metric].rows),
    ...USUAL[metric],
  };
}

export function textsOf(alert: AlertView): AlertTexts {
  return {
    name: alert.name,
    metric: alert.metric,
    subject: alert.input ?? alert.output ?? "",
    comparison: alert.comparison,
    threshold: String(alert.threshold),
    window: String(alert.window_minutes),
    minRows: String(alert.min_rows),
    looks: String(alert.looks),
    webhook: alert.webhook_id ?? "",
  };
}

/** What the API takes. A text that is no number stays one, and is refused at its field. */
export function bodyOf(texts: AlertTexts) {
  const { of } = METRIC[texts.metric];
  const subject = texts.subject.trim() || null;
  return {
    name: texts.name,
    metric: texts.metric,
    input: of === "inputs" ? subject : null,
    output: of === "labels" ? subject : null,
    comparison: texts.comparison,
    threshold: numberOf(texts.threshold),
    window_minutes: Number(texts.window),
    min_rows: numberOf(texts.minRows),
    looks: numberOf(texts.looks),
    webhook_id: texts.webhook.trim() || null,
  };
}

const numberOf = (text: string) => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
