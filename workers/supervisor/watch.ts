/**
 * Whether a process that runs still works, judged from what it answers every 5 seconds.
 *
 * - silent: /healthz, which needs the event loop and nothing else, is not answered. Twelve times in a row: the loop is
 *   blocked or the process frozen, a signal would not be heard, and it is killed. One that has never answered is still
 *   starting and gets five minutes.
 * - not ready: it answers, but /readyz is red or late. A store that is away makes all processes red and no restart
 *   brings it back, so the supervisor asks the stores itself: only what stays red for a minute while they answer is
 *   restarted, in good order. Each restart that does not help doubles the patience, up to a quarter of an hour.
 * - draining: it is ending, which whoever asked for it limits.
 *
 * Looks are counted, not seconds: a machine that slept for an hour has missed none.
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
