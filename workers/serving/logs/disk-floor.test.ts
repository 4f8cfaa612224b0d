import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { diskFloor } from "./disk-floor";

const FLOOR = 100;

function watched(floorBytes = FLOOR) {
  const now = { ms: 0, free: FLOOR as number | null, looks: 0 };
  const check = diskFloor(
    () => ({ dir: "data", floorBytes }),
    async () => {
      now.looks += 1;
      return now.free;
    },
    () => now.ms,
  );
  return { now, check };
}

test("logs are refused while there is less room than the floor, and taken again when there is more", async () => {
  const { now, check } = watched();
  await check();
  now.free = FLOOR - 1;
  now.ms += 2_000;
  await expect(check()).rejects.toMatchObject({ code: "UNAVAILABLE", extra: { retryAfterSeconds: 30 } });
  now.free = FLOOR;
  now.ms += 2_000;
  await check();
});

test("the disk is looked at now and then, and not for each request", async () => {
  const { now, check } = watched();
  for (let n = 0; n < 100; n += 1) await check();
  expect(now.looks).toBe(1);
});

test("a database that is elsewhere, and a floor of 0, refuse nothing", async () => {
  const elsewhere = watched();
  elsewhere.now.free = null;
  await elsewhere.check();
  const off = watched(0);
  off.now.free = 0;
  await off.check();
  expect(off.now.looks).toBe(0);
});

test("a real disk has room, and a folder that is not there has none to speak of", async () => {
  await diskFloor(() => ({ dir: tmpdir(), floorBytes: 1 }))();
  await diskFloor(() => ({ dir: `${tmpdir()}/is/not/there`, floorBytes: Number.MAX_VALUE }))();
  const full = diskFloor(() => ({ dir: tmpdir(), floorBytes: Number.MAX_VALUE }));
  await expect(full()).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
