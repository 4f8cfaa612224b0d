/**
 * Decides whether a running process still works, by its replies every 5 seconds.
 *
 * - silent: /healthz, which needs only the event loop, does not reply. After twelve in a row the loop is blocked or the
 *   process frozen, so no signal would be handled, and it is killed. A process that has never replied is still starting
 *   and gets five minutes.
 * - not ready: /readyz is red or late. A store that is away makes all processes red and no restart helps, so the
 *   supervisor checks the stores itself. It restarts a process that stays red for a minute while the stores are there.
 *   Each restart that does not help doubles the patience, up to a quarter of an hour.
 * - draining: it is ending, and its stopper limits the time.
 *
 * Checks are counted, not seconds, so a machine that slept for an hour has missed none.
 */
export type Look = "ready" | "not ready" | "draining" | "silent";
export type Watched = {
  pid: number | undefined;
  hasAnswered: boolean;
  silent: number;
  notReady: number;
  patience: number;
};
export type Verdict = "leave" | "kill" | "ask the stores";

export const LOOK_EVERY_MS = 5_000;
const PATIENCE = 12;
const START_PATIENCE = 60;
const LONGEST_PATIENCE = 180;

export const UNSEEN: Watched = {
  pid: undefined,
  hasAnswered: false,
  silent: 0,
  notReady: 0,
  patience: PATIENCE,
};

export function judge(
  before: Watched,
  pid: number | undefined,
  look: Look,
): { verdict: Verdict; watched: Watched } {
  const same = before.pid === pid ? before : { ...UNSEEN, pid, patience: before.patience };
  if (look === "silent") {
    const silent = same.silent + 1;
    const verdict = silent >= (same.hasAnswered ? PATIENCE : START_PATIENCE) ? "kill" : "leave";
    return { verdict, watched: { ...same, silent } };
  }
  const answered = { ...same, hasAnswered: true, silent: 0 };
  if (look === "draining") return { verdict: "leave", watched: answered };
  if (look === "ready")
    return { verdict: "leave", watched: { ...answered, notReady: 0, patience: PATIENCE } };
  const notReady = same.notReady + 1;
  return {
    verdict: notReady >= same.patience ? "ask the stores" : "leave",
    watched: { ...answered, notReady },
  };
}

/** Restarts for not being ready. Each doubles the patience until the process was ready again. */
export function restarted(watched: Watched): Watched {
  return { ...watched, notReady: 0, patience: Math.min(watched.patience * 2, LONGEST_PATIENCE) };
}
