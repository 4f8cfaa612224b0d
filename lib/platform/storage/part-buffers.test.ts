import { expect, test } from "vitest";
import { createPartBuffers } from "./part-buffers";

test("all uploads together hold so many buffers, handed on in the order of asking", async () => {
  const buffers = createPartBuffers(2, 8);
  const first = await buffers.take();
  const second = await buffers.take();
  expect(second).not.toBe(first);
  const got: string[] = [];
  const third = buffers.take().then((buffer) => {
    got.push("third");
    return buffer;
  });
  const fourth = buffers.take().then((buffer) => {
    got.push("fourth");
    return buffer;
  });
  await Promise.resolve();
  expect(got).toEqual([]);
  buffers.give(second);
  expect(await third).toBe(second);
  buffers.give(first);
  expect(await fourth).toBe(first);
  expect(got).toEqual(["third", "fourth"]);
});
