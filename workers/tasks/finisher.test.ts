import { expect, test } from "vitest";
import type { FinishInput, FinishResult } from "@/lib/runs";
import { outcome } from "@/lib/runs/testing";
import { createFinisher } from "./finisher";

const input = (attemptId: string): FinishInput => ({ ...outcome("success"), attemptId, workerId: "w" });
const result = (runId: string): FinishResult => ({
  applied: true,
  next: null,
  enqueue: [],
  runId,
  othersMayStart: false,
});

test("what ends while a run is being written goes together afterwards; other runs do not wait for it", async () => {
  const groups: string[][] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const finish = createFinisher(async (inputs) => {
    groups.push(inputs.map((one) => one.attemptId));
    if (groups.length === 1) await gate;
    return inputs.map((one) => result(one.attemptId));
  });
  const held = ["a", "b", "c"].map((id) => finish("run", input(id)));
  expect(await finish("other", input("d"))).toEqual(result("d"));
  expect(groups).toEqual([["a"], ["d"]]);
  open();
  expect(await Promise.all(held)).toEqual([result("a"), result("b"), result("c")]);
  expect(groups).toEqual([["a"], ["d"], ["b", "c"]]);
});

test("a group that fails is tried one by one, and only the bad one fails", async () => {
  let began = false;
  const finish = createFinisher(async (inputs) => {
    if (began && inputs.some((one) => one.attemptId === "bad")) throw new Error("not storable");
    began = true;
    return inputs.map((one) => result(one.attemptId));
  });
  const all = ["first", "good", "bad", "fine"].map((id) => finish("run", input(id)));
  const settled = await Promise.allSettled(all);
  expect(settled.map((one) => one.status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});
