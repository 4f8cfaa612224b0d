import { expect, test } from "vitest";
import { createTails } from "./tails";

test("lets work go by until there is too much of it, and tells when all is done", async () => {
  const done: string[] = [];
  const finish: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => finish.push(resolve));
  const tails = createTails(2);
  const add = (name: string) => tails.add(work()).then(() => done.push(name));
  await add("first");
  await add("second");
  const waits = add("third");
  expect(done).toEqual(["first", "second"]);
  finish[1]?.();
  await waits;
  const all = tails.settled().then(() => done.push("all"));
  finish[0]?.();
  expect(done).toEqual(["first", "second", "third"]);
  finish[2]?.();
  await all;
  expect(done.at(-1)).toBe("all");
});
