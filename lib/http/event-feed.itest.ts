import { expect, test } from "vitest";
import { flushEvents, type LiveEvent, publishEvent } from "@/lib/platform/events";
import { testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { eventFeed } from "./event-feed";

const stores = testStores();

test("after Redis was away everybody is told to read again, and a burst of one event is published a few times a second", async () => {
  const door = await openDoor(stores.env.REDIS_URL);
  const feed = eventFeed(door.url);
  const heard: string[] = [];
  let resets = 0;
  const leave = feed.listen(
    ({ event }) => heard.push(event.id),
    () => void resets++,
  );
  const event = (id: string): LiveEvent => ({ topic: "run", id });
  await waitFor("the subscription", async () => {
    publishEvent(stores.redis, event("hello"));
    return heard.length > 0;
  });
  const before = resets;
  await door.shut();
  publishEvent(stores.redis, event("unheard"));
  await door.open();
  await waitFor("the reset", () => resets > before);
  await waitFor("the line", async () => {
    publishEvent(stores.redis, event("again"));
    return heard.includes("again");
  });
  expect(heard).not.toContain("unheard");
  expect(feed.since("nobody-knows")).toBeNull();

  const burst = () => heard.filter((id) => id === "burst").length;
  for (let time = 0; time < 1_000; time++) publishEvent(stores.redis, event("burst"));
  await flushEvents(stores.redis);
  await waitFor("both ends of the burst", () => burst() >= 2);
  publishEvent(stores.redis, event("after"));
  await waitFor("what comes after it", () => heard.includes("after"));
  expect(burst()).toBe(2);
  leave();
  await door.shut();
});
