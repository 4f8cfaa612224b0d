import { EnvError } from "@/lib/platform/env";
import { ISOLATION_LEVELS, type IsolationGap, type IsolationLevel } from "@/lib/platform/isolation";
import { type Cgroups, openCgroups } from "./cgroups";
import type { Limits } from "./limits";
import { pathOfUser } from "./reach";
import { buildWalls, type Walls, type WallsOptions } from "./walls";

/** How this worker isolates its tasks. Decided once, at its start. */
export type Isolation = {
  level: IsolationLevel;
  /** Why the level is not higher, as a message; empty at the highest. */
  why: string[];
  /** First user id for tasks; null for the worker's own user. */
  firstUid: number | null;
  /** PATH of tasks; null for the worker's. */
  path: string | null;
  walls: Walls | null;
  /** Null when limits are watched instead of enforced by the kernel. */
  cgroups: Cgroups | null;
};

export type IsolationOptions = Omit<WallsOptions, "memoryMb"> & {
  /** Folders that tasks must pass, when there are no walls. */
  passes: readonly string[];
  /** The required level; null for the best that is possible. */
  demanded: IsolationLevel | null;
  workerId: string;
  limits: Limits;
  /** The highest level to use, for tests of lower ones. */
  most?: IsolationLevel;
  /** 0 for the worker's own user, even root. */
  firstUid: number;
};

const WALL_PROCESSES = 2;

/** Throws EnvError when the required level, or any level that avoids running tasks as root, is not possible here. */
export function settleIsolation(options: IsolationOptions): Isolation {
  const found = bestOf(options);
  const { demanded } = options;
  if (demanded !== null && rankOf(found.level) < rankOf(demanded)) {
    throw refusal(
      `demands ${demanded}, and this worker can give ${found.level}: ${found.why.join("; ")}. Mend that, or demand less`,
    );
  }
  return found;
}

/** Missing parts of the highest level; lower levels lack them anyway. */
export function gapsOf(
  { level, cgroups }: Isolation,
  boxes: { sharedNetwork: string | null },
): IsolationGap[] {
  if (level !== "isolated") return [];
  return [
    ...(boxes.sharedNetwork === null ? [] : (["network"] as const)),
    ...(cgroups ? [] : (["limits"] as const)),
  ];
}

function bestOf(options: IsolationOptions): Isolation {
  const { firstUid, needs, passes, demanded, most = "isolated" } = options;
  const none = (why: string[]): Isolation => ({
    level: "none",
    why,
    firstUid: null,
    path: null,
    walls: null,
    cgroups: null,
  });
  if (process.platform !== "linux") return none(["tasks are isolated on Linux only"]);
  const isRoot = process.getuid?.() === 0;
  if (isRoot && firstUid === 0) return none(["GWANJE_TASK_FIRST_UID is 0, so tasks run as root"]);
  const uid = isRoot ? firstUid : null;
  const why: string[] = [];
  if (rankOf(most) >= rankOf("isolated")) {
    const walls = buildWalls(uid, { ...options, memoryMb: options.limits.memoryMb });
    if (!("why" in walls)) {
      const cgroups = openCgroups(options.workerId, boundsOf(options.limits));
      return { level: "isolated", why, firstUid: uid, path: walls.searchPath, walls, cgroups };
    }
    why.push(walls.why);
  }
  if (!isRoot) return none([...why, "the worker is not root, so tasks run as its own user"]);
  if (rankOf(most) < rankOf("separate-user")) return none(why);
  const path = pathOfUser(firstUid, [...passes, ...needs]);
  if (path !== null) return { level: "separate-user", why, firstUid, path, walls: null, cgroups: null };
  why.push("other users cannot reach the installation's folder, or setpriv is missing");
  if (demanded === "none") return none(why);
  throw refusal(
    `is not set, and tasks would run as root here: ${why.join("; ")}. Install bubblewrap, or move the installation to a folder that others may enter; none lets tasks run as root`,
  );
}

/** Processes of the walls count too. */
function boundsOf({ memoryMb, processes }: Limits): { memoryMb: number; processes: number } {
  return { memoryMb, processes: processes + WALL_PROCESSES };
}

function refusal(problem: string): EnvError {
  return new EnvError([{ key: "GWANJE_TASK_ISOLATION", problem }]);
}

function rankOf(level: IsolationLevel): number {
  return ISOLATION_LEVELS.indexOf(level);
}
