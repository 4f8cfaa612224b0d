import { expect, test } from "vitest";
import { testStores } from "./index";

const stores = testStores();

test("a file has a migrated database, a Redis database and a bucket of its own", async () => {
  expect(await stores.db.prisma.user.count()).toBe(0);
  expect(await stores.redis.dbsize()).toBe(0);
  await stores.storage.putBytes("a/b.txt", "hello");
  expect(String(await stores.storage.getBytes("a/b.txt"))).toBe("hello");
});
