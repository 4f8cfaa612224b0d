import { expect, test } from "vitest";
import { workerState } from "./worker-state";

const NOW = Date.parse("2026-01-01T00:00:20Z");
const AT = "2026-01-01T00:00:18Z";

test.each([
  ["beats", { last_heartbeat_at: AT, stopped_at: null, stop_reason: null }, "live"],
  [
    "missed two beats",
    { last_heartbeat_at: "2026-01-01T00:00:13Z", stopped_at: null, stop_reason: null },
    "late",
  ],
  ["stopped by itself", { last_heartbeat_at: AT, stopped_at: AT, stop_reason: "stopped" }, "stopped"],
  ["fell silent", { last_heartbeat_at: AT, stopped_at: AT, stop_reason: "heartbeat_lost" }, "lost"],
] as const)("a worker that %s", (_, worker, state) => {
  expect(workerState(worker, NOW)).toBe(state);
});
