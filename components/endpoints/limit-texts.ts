import { typedNumber } from "./number-field";

export const LIMIT_NAMES = ["max_rows", "max_in_flight", "deadline_ms", "log_rate", "log_rows"] as const;
type LimitName = (typeof LIMIT_NAMES)[number];
export type LimitTexts = Record<LimitName, string>;

/** As they are typed; the share that the log keeps is in percent. */
export const limitTexts = (given: Record<LimitName, number>): LimitTexts => ({
  max_rows: String(given.max_rows),
  max_in_flight: String(given.max_in_flight),
  deadline_ms: String(given.deadline_ms),
  log_rate: String(Math.round(given.log_rate * 1e6) / 1e4),
  log_rows: String(given.log_rows),
});

/** As the API takes them. What is no number goes as it is typed, and is refused at its field. */
export const limitBody = (texts: LimitTexts) => ({
  ...Object.fromEntries(LIMIT_NAMES.map((name) => [name, typedNumber(texts[name])])),
  log_rate: /^\d{1,3}(\.\d{1,4})?$/.test(texts.log_rate.trim())
    ? Number(texts.log_rate) / 100
    : texts.log_rate,
});
