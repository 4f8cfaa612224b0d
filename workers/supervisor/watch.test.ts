import { describe, expect, test } from "vitest";
import { judge, type Look, restarted, UNSEEN, type Verdict, type Watched } from "./watch";

const PID = 7;
const times = (count: number, look: Look) => Array.from({ length: count }, () => look);

/** The verdict on each check in turn, and the final state. */
function watch(looks: readonly Look[], from: Watched = UNSEEN, pid = PID) {
  let watched = from;
  const verdicts = looks.map((look): Verdict => {
    const judged = judge(watched, pid, look);
    watched = judged.watched;
    return judged.verdict;
  });
  return { verdicts, last: verdicts.at(-1), watched };
}

describe("a process that is watched", () => {
  test.each<[string, Look[], Verdict]>([
    ["that works", times(50, "ready"), "leave"],
    ["whose loop was blocked for less than a minute", ["ready", ...times(11, "silent"), "ready"], "leave"],
    ["whose loop is blocked for a minute", ["ready", ...times(12, "silent")], "kill"],
    ["that was red and is blocked now", [...times(3, "not ready"), ...times(12, "silent")], "kill"],
    ["that has never answered and is starting", times(59, "silent"), "leave"],
    ["that has not answered in five minutes since it was started", times(60, "silent"), "kill"],
    ["that was red for less than a minute", [...times(11, "not ready"), "ready", "not ready"], "leave"],
    ["that is red for a minute", ["ready", ...times(12, "not ready")], "ask the stores"],
    ["that became red while it started", times(12, "not ready"), "ask the stores"],
    ["that drains", times(100, "draining"), "leave"],
    [
      "that is red and silent in turns",
      [..."x".repeat(24)].map((_, at) => (at % 2 ? "not ready" : "silent")),
      "ask the stores",
    ],
  ])("%s", (_name, looks, verdict) => {
    expect(watch(looks).last).toBe(verdict);
  });

  test("is asked about again at each look while a store is away", () => {
    const { verdicts } = watch(times(14, "not ready"));
    expect(verdicts.slice(11)).toEqual(times(3, "not ready").map(() => "ask the stores"));
  });

  test("starts over when another process has replaced it", () => {
    const blocked = watch(["ready", ...times(11, "silent")]).watched;
    expect(watch(times(59, "silent"), blocked, PID + 1).last).toBe("leave");
  });

  test("is restarted ever more rarely while that does not help, and no more so once it was ready", () => {
    let watched = UNSEEN;
    const waits: number[] = [];
    for (let pid = 1; pid <= 6; pid++) {
      const { verdicts, watched: after } = watch(times(200, "not ready"), watched, pid);
      waits.push(verdicts.indexOf("ask the stores") + 1);
      watched = restarted(after);
    }
    expect(waits).toEqual([12, 24, 48, 96, 180, 180]);
    const healthy = watch(["ready"], watched, 7).watched;
    expect(watch(times(12, "not ready"), healthy, 7).last).toBe("ask the stores");
  });
});
