import { expect, it } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { removeDue, removeLater } from "./removal";

const stores = testStores();
const keysLeft = async () => (await stores.storage.list("")).objects.map((object) => object.key);
const notes = () => stores.db.prisma.objectRemoval.findMany({ orderBy: { id: "asc" } });
const makeDue = (minutesOld: number) =>
  stores.db.prisma.$executeRawUnsafe(
    `UPDATE object_removal SET due_at = now() - interval '1 second', created_at = now() - interval '${minutesOld} minutes'`,
  );

it("removes a key and everything below a prefix, and nothing that only begins alike", async () => {
  for (const key of ["artifacts/r1/a", "artifacts/r1/b/c", "artifacts/r10/a", "one", "one2"])
    await stores.storage.putBytes(key, "x");
  await removeLater(poolSql(stores.db.pool), [
    { key: "artifacts/r1/", isPrefix: true },
    { key: "one", isPrefix: false },
    { key: "never-there", isPrefix: false },
  ]);
  expect(await removeDue(stores)).toBe(4);
  expect(await keysLeft()).toEqual(["artifacts/r10/a", "one2"]);
});

it("looks at a prefix once more an hour later, for what was stored late", async () => {
  expect((await notes()).map((note) => note.key)).toEqual(["artifacts/r1/"]);
  await stores.storage.putBytes("artifacts/r1/late", "x");
  expect(await removeDue(stores)).toBe(0);
  await makeDue(61);
  expect(await removeDue(stores)).toBe(1);
  expect(await notes()).toEqual([]);
});

it("keeps the note of what the bucket does not give up, goes on with the others, and tries it again", async () => {
  for (const key of ["bad", "good"]) await stores.storage.putBytes(key, "x");
  await removeLater(poolSql(stores.db.pool), [
    { key: "bad", isPrefix: false },
    { key: "good", isPrefix: false },
  ]);
  const away = {
    ...stores.storage,
    remove: async (key: string) => {
      if (key === "bad") throw new Error("SlowDown");
      await stores.storage.remove(key);
    },
  };
  expect(await removeDue({ ...stores, storage: away })).toBe(1);
  const [left] = await notes();
  expect(left).toMatchObject({ key: "bad", tries: 1 });
  expect(left && left.dueAt > new Date()).toBe(true);
  expect(await removeDue(stores)).toBe(0);
  await makeDue(0);
  expect(await removeDue(stores)).toBe(1);
  expect(await notes()).toEqual([]);
});

it("leaves the rest once it is to stop, without a word of failure", async () => {
  for (const key of ["s1", "s2", "s3"]) await stores.storage.putBytes(key, "x");
  await removeLater(
    poolSql(stores.db.pool),
    ["s1", "s2", "s3"].map((key) => ({ key, isPrefix: false })),
  );
  const stop = new AbortController();
  const stopping = {
    ...stores.storage,
    remove: async (key: string) => {
      await stores.storage.remove(key);
      stop.abort(new Error("drained"));
    },
  };
  await expect(removeDue({ ...stores, storage: stopping }, stop.signal)).rejects.toThrow("drained");
  expect(await notes()).toHaveLength(2);
  await makeDue(0);
  expect(await removeDue(stores)).toBe(2);
  expect(await notes()).toEqual([]);
});

it("two processes at once share the notes: each object is removed by one of them", async () => {
  const keys = Array.from({ length: 150 }, (_, at) => ({ key: `many/${at}`, isPrefix: false }));
  await removeLater(poolSql(stores.db.pool), keys);
  const [first, second] = await Promise.all([removeDue(stores), removeDue(stores)]);
  expect(first + second).toBe(150);
});
