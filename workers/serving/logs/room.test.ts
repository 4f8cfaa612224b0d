import { expect, test } from "vitest";
import { Room } from "./room";

const HOUR_MS = 3_600_000;
const enter = (room: Room, size: number, entered: number[] = [], holdMs = HOUR_MS) =>
  room.enter(
    holdMs,
    () => {
      entered.push(size);
      return size;
    },
    (made) => made,
  );
/** What was admitted goes on after this. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("who finds no room waits in line, and goes in one by one as others leave", async () => {
  const room = new Room(10);
  const entered: number[] = [];
  await enter(room, 6, entered);
  // The last one in may take more than is left.
  await enter(room, 8, entered);
  const later = [enter(room, 9, entered), enter(room, 1, entered), enter(room, 2, entered)];
  await turn();
  expect([entered, room.waiting]).toEqual([[6, 8], 3]);
  room.leave(8);
  await turn();
  expect([entered, room.waiting]).toEqual([[6, 8, 9], 2]);
  room.leave(6);
  room.leave(9);
  await Promise.all(later);
  expect([entered, room.waiting]).toEqual([[6, 8, 9, 1, 2], 0]);
});

test("nobody goes past those who wait", async () => {
  const room = new Room(1);
  const entered: number[] = [];
  await enter(room, 1, entered);
  const waits = enter(room, 2, entered);
  room.leave(1);
  const later = enter(room, 3, entered);
  await waits;
  room.leave(2);
  await later;
  expect(entered).toEqual([1, 2, 3]);
});

test("who waits too long is told when to come again, and takes nothing", async () => {
  const room = new Room(1);
  await enter(room, 1);
  await expect(enter(room, 1, [], 0)).rejects.toMatchObject({
    code: "RATE_LIMITED",
    extra: { retryAfterSeconds: 1 },
  });
  room.leave(1);
  expect([await enter(room, 1), room.waiting]).toEqual([1, 0]);
});

test("what cannot be made takes no room, and the next one goes in", async () => {
  const room = new Room(1);
  await enter(room, 1);
  const broken = room.enter(
    HOUR_MS,
    () => {
      throw new Error("no records");
    },
    () => 1,
  );
  const next = enter(room, 1);
  room.leave(1);
  await expect(broken).rejects.toThrow("no records");
  expect(await next).toBe(1);
});
