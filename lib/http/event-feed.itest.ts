import { expect, test, vi } from "vitest";
import { type DomainEvent, EVENTS_CHANNEL, nudgeReaders, recordEvents, sweepEvents } from "@/lib/events";
import { here, quiet, restoreFromElsewhere } from "@/lib/events/testing";
import { createDb, poolSql } from "@/lib/platform/db";
import { createRedis } from "@/lib/platform/redis";
import { testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { type EventFeed, followOutbox } from "./event-feed";
import { eventStream } from "./event-stream";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const run = (id: string): DomainEvent => ({ topic: "run", id });
const record = (...ids: string[]) => recordEvents(sql(), ids.map(run));

const TOO_LONG = `1:2:${"1,".repeat(400)}1`;

/** What one listener of a feed is told. */
function listenTo(feed: EventFeed) {
  const told = { ids: [] as string[], gaps: 0 };
  feed.listen((one) => {
    if (one.kind === "gap") told.gaps += 1;
    else told.ids.push(...one.events.map(({ id }) => id));
  });
  return told;
}
const started = (feed: EventFeed) => waitFor("the first look", () => feed.position());

/** What a browser that comes back with this id is sent, up to the first piece that holds `until`. */
async function comeBack(feed: EventFeed, lastEventId: string, until: string): Promise<string> {
  const end = new AbortController();
  const response = eventStream({
    ...{ feed, reader: "usr_back", permissions: new Set(["runs:read"]), topics: [], lastEventId },
    ...{ signal: end.signal, stillAllowed: async () => true },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && !text.includes(until)) text += (await reader.read()).value ?? "";
  end.abort();
  return text;
}

test("while Redis is away what is committed reaches listeners all the same, and afterwards too", async () => {
  const door = await openDoor(stores.env.REDIS_URL);
  await door.shut();
  const feed = followOutbox(stores.db, door.url);
  const told = listenTo(feed);
  await started(feed);
  await record("unnudged");
  await waitFor("the event", () => told.ids.includes("unnudged"));
  await door.open();
  await record("later");
  await waitFor("the later event", () => told.ids.includes("later"));
  expect(told.ids).toEqual(["unnudged", "later"]);
  await door.shut();
});

test("after the database was away everybody reads again, and hears what comes then", async () => {
  const door = await openDoor(stores.env.DATABASE_URL);
  const soon = { statement: 200, lock: 200, idle: 1_000, connect: 1_000 };
  const db = createDb(door.url, 4, { hot: soon, prisma: soon, heartbeat: soon });
  const feed = followOutbox(db, stores.env.REDIS_URL);
  const told = listenTo(feed);
  await started(feed);
  const before = told.gaps;
  door.hush();
  // The next connection after the one on which a look was given up.
  await waitFor("a look without an answer", () => door.unanswered() > 0);
  await record("meanwhile");
  door.speak();
  await waitFor("the gap", () => told.gaps > before);
  await record("then");
  await waitFor("the event", () => told.ids.includes("then"));
  await db.close();
  await door.shut();
});

test("many nudges at once are two, the first and one for all that followed", async () => {
  // Channels belong to the whole server, so a subscriber would hear the nudges of other test files too.
  const redis = createRedis(stores.env.REDIS_URL);
  const publish = vi.spyOn(redis, "publish");
  for (let time = 0; time < 1_000; time++) nudgeReaders(redis);
  await waitFor("both ends of the burst", () => publish.mock.calls.length >= 2);
  expect(publish.mock.calls).toEqual([
    [EVENTS_CHANNEL, ""],
    [EVENTS_CHANNEL, ""],
  ]);
  redis.disconnect();
});

test("what is said on the channel of nudges is told to nobody, whoever says it", async () => {
  const feed = followOutbox(stores.db, stores.env.REDIS_URL);
  const told = listenTo(feed);
  await started(feed);
  const said = [run("forged"), { topic: "secrets", id: "x" }, { topic: "run", id: "x".repeat(1_000_000) }];
  for (const text of ["", "rubbish", "null", ...said.map((one) => JSON.stringify(one))])
    await stores.redis.publish(EVENTS_CHANNEL, text);
  await record("true");
  await waitFor("what is true", () => told.ids.includes("true"));
  expect(told.ids).toEqual(["true"]);
});

test("a browser that comes back to another process is told what it missed, and the next id", async () => {
  const [one, other] = [
    followOutbox(stores.db, stores.env.REDIS_URL),
    followOutbox(stores.db, stores.env.REDIS_URL),
  ];
  const position = await started(one);
  await started(other);
  await record("missed 1", "missed 2");
  const text = await comeBack(other, position, "missed 2");
  expect(text).toContain('"missed 1"');
  expect(text).not.toContain("event: reset");
  const next = /id: (\S+)\nevent: change\ndata: \{"topic":"run","id":"missed 2"\}/.exec(text)?.[1];
  await record("missed 3");
  const again = await comeBack(one, next ?? "", "missed 3");
  expect(again).not.toContain("missed 2");
});

test.each(["older-7", "boot", "5:3:", "1:2:1,1,1", "0:0:", `${"9".repeat(25)}:1:`, TOO_LONG, "' OR 1=1"])(
  "a browser with an id that is none of ours (%.40s) reads everything again",
  async (id) => {
    const feed = followOutbox(stores.db, stores.env.REDIS_URL);
    expect(await comeBack(feed, id, "event: reset")).toContain("event: reset");
  },
);

test("a browser that was away for longer than events are kept, or missed very many, reads everything again", async () => {
  const feed = followOutbox(stores.db, stores.env.REDIS_URL);
  await started(feed);
  const position = await here(stores);
  await record(...Array.from({ length: 201 }, (_, at) => `run ${at}`));
  expect(await comeBack(feed, position, "event: reset")).not.toContain("event: change");
  await sql().rows("UPDATE event_outbox SET at = now() - interval '2 hours'");
  await quiet(stores);
  await waitFor("the sweep", async () => (await sweepEvents(sql())) > 0);
  expect(await comeBack(feed, position, "event: reset")).not.toContain("event: change");
});

test("after a restore into a server whose numbers are lower browsers read again, and hear what comes then", async () => {
  const feed = followOutbox(stores.db, stores.env.REDIS_URL);
  const told = listenTo(feed);
  await started(feed);
  const before = told.gaps;
  await restoreFromElsewhere(stores, { row: true, swept: true });
  await waitFor("the gap", () => told.gaps > before);
  await record("ours again");
  await waitFor("the event", () => told.ids.includes("ours again"));
  expect(told.ids).toEqual(["ours again"]);
});
