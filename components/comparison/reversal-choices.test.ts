import { expect, it } from "vitest";
import type { Reversal } from "@/lib/comparison/schema";
import { reversalChoices } from "./reversal-choices";

const reversal = (key: string, change: Reversal["change"], why: Reversal["why"] = null): Reversal => ({
  section: "params",
  key,
  from: "1",
  to: "2",
  change,
  why,
});

it("offers a version once, with the number of what comes back with it, and names what cannot come back", () => {
  const { possible, impossible } = reversalChoices([
    reversal("lr", { kind: "param", name: "lr" }),
    reversal("version", { kind: "version" }),
    reversal("pandas", { kind: "version" }),
    reversal("numpy", { kind: "version" }),
    reversal("layers", null, "not_a_parameter"),
  ]);
  expect(possible.map(({ id, key, others }) => [id, key, others])).toEqual([
    ["param-0", "lr", 0],
    ["version", "version", 2],
  ]);
  expect(impossible.map(({ key, why }) => [key, why])).toEqual([["layers", "not_a_parameter"]]);
});
