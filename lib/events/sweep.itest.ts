import { beforeEach, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { whileHeld } from "@/lib/testing/held";
import { moveCursor, openCursor, readCursor } from "./repository/cursors";
import { readPage, startingAt } from "./repository/read";
import { recordEvents } from "./repository/record";
import { sweepEvents } from "./repository/sweep";
import { eventsOf, here, quiet, restoreFromElsewhere } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const record = (id: string) => recordEvents(sql(), [{ topic: "setting", id }]);
/** Makes everything that is recorded by now as old as that. */
async function age(hours: number): Promise<void> {
  await sql().rows("UPDATE event_outbox SET at = now() - $1::float8 * interval '1 hour'", [hours]);
}
/** Other tests' transactions may be open at this moment, and would hold up what this one asks for. */
async function sweepQuietly(): Promise<number> {
  await quiet(stores);
  return sweepEvents(sql());
}
const left = async () =>
  (await stores.db.prisma.eventOutbox.findMany({ orderBy: { id: "asc" } })).map(({ entityId }) => entityId);

beforeEach(async () => {
  await sql().rows("DELETE FROM event_outbox");
  await sql().rows("DELETE FROM event_cursor");
});

test("old rows go, young ones stay, and a position before what went has a gap", async () => {
  const before = await here(stores);
  await record("old");
  const between = await quiet(stores);
  await age(2);
  await record("young");
  expect(await sweepQuietly()).toBe(1);
  expect(await left()).toEqual(["young"]);
  expect(await sweepEvents(sql())).toBe(0);
  const gone = await readPage(sql(), startingAt(before), { topics: null, limit: 10 });
  expect(gone).toMatchObject({ isGone: true, events: [] });
  // What is left of it is given after the gap.
  const rest = await readPage(sql(), gone.next, { topics: null, limit: 10 });
  expect(rest.events.map(({ id }) => id)).toEqual(["young"]);
  expect((await eventsOf(stores, between)).map(({ id }) => id)).toEqual(["young"]);
});

test("a row waits for the consumers that have not handled it, for a day", async () => {
  await openCursor(sql(), "slow", "now");
  await record("unread");
  await age(2);
  expect(await sweepQuietly()).toBe(0);
  await age(25);
  expect(await sweepQuietly()).toBe(1);
});

test("a consumer that has passed it, and one that has not moved for a day, hold up nothing", async () => {
  await openCursor(sql(), "gone", "now");
  await sql().rows("UPDATE event_cursor SET updated_at = now() - interval '25 hours'");
  await openCursor(sql(), "quick", "now");
  await record("read");
  const cursor = await readCursor(sql(), "quick");
  if (!cursor) throw new Error("no cursor");
  await moveCursor(sql(), "quick", cursor.at, startingAt(await quiet(stores)));
  await age(2);
  expect(await sweepQuietly()).toBe(1);
});

test("while an older transaction is open its rows and those after it stay", async () => {
  await whileHeld(
    stores.db.pool,
    (slow) => recordEvents(slow, [{ topic: "setting", id: "open" }]),
    async () => {
      await record("after");
      await age(2);
      expect(await sweepEvents(sql())).toBe(0);
    },
  );
  await age(2);
  expect(await sweepQuietly()).toBe(2);
});

test("rows of another server's numbers go, and what is recorded here is read and swept again", async () => {
  await openCursor(sql(), "restored", "now");
  await restoreFromElsewhere(stores, { row: true, swept: true });
  await record("before the sweep");
  await sweepEvents(sql());
  expect(await left()).toEqual(["before the sweep"]);
  const since = await quiet(stores);
  await record("after it");
  expect((await eventsOf(stores, since)).map(({ id }) => id)).toEqual(["after it"]);
  const cursor = await readCursor(sql(), "restored");
  if (!cursor) throw new Error("no cursor");
  const gone = await readPage(sql(), cursor.at, { topics: null, limit: 10 });
  expect(gone).toMatchObject({ isGone: true, events: [] });
  await moveCursor(sql(), "restored", cursor.at, startingAt(await quiet(stores)));
  await age(2);
  expect(await sweepQuietly()).toBe(2);
});

test("a row of another server's numbers is given to nobody before it goes", async () => {
  const since = await here(stores);
  await restoreFromElsewhere(stores, { row: true, swept: false });
  await record("ours");
  expect((await eventsOf(stores, since)).map(({ id }) => id)).toEqual(["ours"]);
  await sweepEvents(sql());
  expect(await left()).toEqual(["ours"]);
});
