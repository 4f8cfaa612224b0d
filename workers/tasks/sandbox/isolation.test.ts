import { expect, test } from "vitest";
import { EnvError } from "@/lib/platform/env";
import { gapsOf, settleIsolation } from "./isolation";

const options = {
  needs: [],
  hidden: [],
  passes: [],
  mounts: [],
  workerId: "wrk_test",
  limits: { memoryMb: 100, diskMb: 100, processes: 100 },
  firstUid: 0,
  most: "none",
} as const;

test.each(["isolated", "separate-user"] as const)(
  "a worker that cannot give %s refuses to start",
  (demanded) => {
    expect(() => settleIsolation({ ...options, demanded })).toThrow(EnvError);
    expect(() => settleIsolation({ ...options, demanded })).toThrow(
      new RegExp(
        `GWANJE_TASK_ISOLATION: demands ${demanded}, and this worker can give none: .+\\. Mend that`,
      ),
    );
  },
);

test("where nothing is demanded it starts, and says why it gives no more", () => {
  expect(settleIsolation({ ...options, demanded: null })).toMatchObject({ level: "none", firstUid: null });
  expect(settleIsolation({ ...options, demanded: "none" }).why.join()).not.toBe("");
});

test("isolation without a network or bounds of its own says so", () => {
  const walled = { ...settleIsolation({ ...options, demanded: null }), level: "isolated" } as const;
  expect(gapsOf(walled, { sharedNetwork: "no nft" })).toEqual(["network", "limits"]);
  expect(gapsOf(walled, { sharedNetwork: null })).toEqual(["limits"]);
});
