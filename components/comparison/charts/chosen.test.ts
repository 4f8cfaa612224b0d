import { describe, expect, it } from "vitest";
import { chosen, firstOf, isCategory, isOutcome, isParam, usualAxes } from "./chosen";
import { columnOf, type Kind } from "./columns";

const column = (kind: Kind, key: string, differs: boolean, ...values: (string | number | null)[]) =>
  columnOf(kind, { key, differs, values });
const same = column("params", "same", false, "1", "1", "1");
const lr = column("params", "lr", true, "0.1", "0.2", "0.1");
const name = column("params", "name", true, "a", "b", "c");
const cpu = column("metrics", "system/cpu", true, 1, 2, 3);
const auc = column("metrics", "auc", true, 0.1, 0.2, 0.3);
const all = [same, cpu, lr, name, auc];

describe("what a chart shows at first", () => {
  it("is what differs, and a metric of the model", () => {
    expect(firstOf(all, isParam)).toEqual([lr, name, same]);
    expect(chosen(all, null, isOutcome)).toBe(auc);
    expect(usualAxes(all)).toEqual(["params.lr", "params.name", "metrics.auc"]);
  });
  it("is what the URL says, where that is there", () => {
    expect(chosen(all, "params.same", isParam)).toBe(same);
    expect(chosen(all, "params.gone", isParam)).toBe(lr);
    expect(chosen(all, null, isParam, [lr])).toBe(name);
    expect(chosen([lr], null, isParam, [lr])).toBe(lr);
    expect(chosen([], null, isParam)).toBeUndefined();
  });
  it("groups by what several runs share", () => {
    expect([same, lr, name, auc].map(isCategory)).toEqual([true, true, false, false]);
  });
});
