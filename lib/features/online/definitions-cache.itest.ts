import { expect, test } from "vitest";
import { createDb } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { changeView, createEntity, createView } from "../index";
import type { Definitions } from "./definitions";
import { withDefinitions } from "./definitions-cache";

const stores = testStores();

test("what is held is at most a second old, and what is refused is asked of the present state", async () => {
  const ctx = testCtx(stores);
  let now = 10_000;
  const ask = <R>(work: (definitions: Definitions) => R) => withDefinitions(stores.db, work, () => now);
  const ttlOf = (name: string) =>
    ask(({ views }) => {
      const view = views.get(name);
      if (!view) throw new NotFoundError("feature view", name);
      return view.ttlSeconds;
    });
  await createEntity(ctx, { name: "driver", value_type: "INT64" });
  await expect(ttlOf("one")).rejects.toMatchObject({ code: "NOT_FOUND" });
  const made = { entities: ["driver"], fields: [{ name: "a", type: "INT64" as const }], ttl_seconds: 5 };
  await createView(ctx, { name: "one", ...made });
  // Not held yet: the refusal is asked again.
  now += 1;
  expect(await ttlOf("one")).toBe(5);
  await changeView(ctx, { name: "one", version: 1, change: { ttl_seconds: 6 } });
  now += 900;
  expect(await ttlOf("one")).toBe(5);
  now += 200;
  expect(await Promise.all([ttlOf("one"), ttlOf("one")])).toEqual([6, 6]);
});

test("while the database is away, what was known last is served on", async () => {
  const door = await openDoor(stores.env.DATABASE_URL);
  const db = createDb(door.url, 2);
  let now = 10_000;
  const revision = () =>
    withDefinitions(
      db,
      (definitions) => definitions.revision,
      () => now,
    );
  try {
    const known = await revision();
    await door.shut();
    now += 60_000;
    expect(await revision()).toBe(known);
  } finally {
    await db.close();
    await door.shut();
  }
});
