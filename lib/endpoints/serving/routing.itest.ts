import { expect, test } from "vitest";
import { createEndpoint } from "@/lib/endpoints";
import { createDb } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { registry } from "../testing";
import { routingOf } from "./routing";

const stores = testStores();
const { model, version } = registry(stores);

test("while the database is away, what stood under a name last stands there still", async () => {
  const registered = await model();
  for (let at = 0; at < 2; at += 1) await version(registered, {});
  await createEndpoint(testCtx(stores), {
    name: "kept",
    variant: { model: registered, version: 1 },
    shadow: { model: registered, version: 2 },
  });
  const door = await openDoor(stores.env.DATABASE_URL);
  const db = createDb(door.url, 2);
  let now = 10_000;
  const look = () => routingOf(db, "kept", () => now);
  try {
    const known = await look();
    expect([known.slots.length, known.shadow?.target.version?.version]).toEqual([100, 2]);
    await door.shut();
    now += 60_000;
    expect(await look()).toBe(known);
    await expect(routingOf(db, "never-asked", () => now)).rejects.toThrow();
  } finally {
    await db.close();
    await door.shut();
  }
});
