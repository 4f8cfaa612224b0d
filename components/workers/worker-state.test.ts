import { expect, test } from "vitest";
import { workerState } from "./worker-state";

const NOW = Date.parse("2026-01-01T00:00:20Z");
const AT = "2026-01-01T00:00:18Z";

const FINE = {
  last_heartbeat_at: AT,
  stopped_at: null,
  stop_reason: null,
  draining_at: null,
  stopping_at: null,
};

test.each([
  ["beats", {}, "live"],
  ["missed two beats", { last_heartbeat_at: "2026-01-01T00:00:13Z" }, "late"],
  ["was told to rest", { draining_at: AT }, "draining"],
  ["was told to end", { draining_at: AT, stopping_at: AT }, "stopping"],
  [
    "was told to rest, and missed two beats",
    { draining_at: AT, last_heartbeat_at: "2026-01-01T00:00:13Z" },
    "late",
  ],
  ["stopped by itself", { stopped_at: AT, stop_reason: "stopped" }, "stopped"],
  ["fell silent", { stopped_at: AT, stop_reason: "heartbeat_lost" }, "lost"],
] as const)("a worker that %s", (_, worker, state) => {
  expect(workerState({ ...FINE, ...worker }, NOW)).toBe(state);
});
