import { expect, test } from "vitest";
import { evaluate, rocCurve } from "../model/evaluate";
import { groupsOf } from "../model/group";
import { type Report, reportPage } from "./page";

const labels = Uint8Array.from({ length: 400 }, (_, at) => (at % 5 === 0 ? 1 : 0));
const chances = Array.from(labels, (label, at) => 0.1 + 0.3 * label + ((at * 31) % 17) / 40);

function report(overrides: Partial<Report> = {}): Report {
  return {
    day: "2001-02-24",
    evaluation: evaluate(labels, chances, 0.2),
    roc: rocCurve(labels, chances),
    hours: groupsOf(labels, chances, (row) => String(row % 24).padStart(2, "0")),
    airports: groupsOf(labels, chances, (row) => (row % 2 ? "ORD" : "ATL")),
    lateAfterMinutes: 15,
    training: { from: "2001-01-27", to: "2001-02-24", days: 28, rows: 4_000, lateShare: 0.2, columns: 51 },
    model: "s3://gwanje/models/flights/date=2001-02-24/model.onnx",
    ...overrides,
  };
}

test("says the day and its figures in one document that asks for nothing", () => {
  const page = reportPage(report());
  const { auc } = report().evaluation;
  expect(page).toContain("Saturday 24 February 2001");
  expect(page).toContain("20.0 % of 400 flights were more than 15 minutes late");
  expect(page).toContain(`<b>${auc?.toFixed(3)}</b>`);
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).not.toMatch(/<script|<link|src=|href=|url\(|@import|NaN|undefined|Infinity/i);
});

test("names from the data are text", () => {
  const airports = [{ key: `<img src=x onerror="a">`, rows: 10, predicted: 0.2, observed: 0.3 }];
  expect(reportPage(report({ airports }))).not.toContain("<img");
});

test("a day without a late flight has no AUC, and says so", () => {
  const none = new Uint8Array(400);
  const page = reportPage(report({ evaluation: evaluate(none, chances, 0.2), roc: rocCurve(none, chances) }));
  expect(page).toContain("<b>n/a</b>");
  expect(page).not.toMatch(/NaN|null/);
});
