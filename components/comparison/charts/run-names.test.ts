import { expect, it } from "vitest";
import { runNames } from "./run-names";

it("runs of one name are told apart by their ids", () => {
  const run = (id: string, name: string) => ({ id, name });
  expect(runNames([run("0123456789", "fit"), run("abcdefghij", "fit"), run("x", "other")])).toEqual([
    "fit (456789)",
    "fit (efghij)",
    "other",
  ]);
});
