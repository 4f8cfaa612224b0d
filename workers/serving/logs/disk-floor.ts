import { statfs } from "node:fs/promises";
import { AppError } from "@/lib/platform/errors";

const LOOK_AGAIN_MS = 2_000;
const RETRY_AFTER_SECONDS = 30;

type Disk = {
  /** Of the database's files. Where there is no such folder the database is elsewhere, and who runs it watches its disk. */
  dir: string;
  floorBytes: number;
};
/** Free bytes of a folder's disk; null when there is no such folder. */
export type FreeBytes = (dir: string) => Promise<number | null>;

/** Throws UNAVAILABLE while the disk has less free space than the floor: a full one would stop the database with all else in it. */
export type DiskFloor = () => Promise<void>;

export function diskFloor(
  disk: () => Disk,
  freeBytes: FreeBytes = freeOf,
  monotonic: () => number = () => performance.now(),
): DiskFloor {
  let seen: { free: number | null; until: number } | undefined;
  return async () => {
    const { dir, floorBytes } = disk();
    if (floorBytes === 0) return;
    if (!seen || monotonic() >= seen.until)
      seen = { free: await freeBytes(dir), until: monotonic() + LOOK_AGAIN_MS };
    if (seen.free === null || seen.free >= floorBytes) return;
    throw new AppError(
      "UNAVAILABLE",
      "The disk of the database is nearly full, so no logs are taken. They are again when there is more room: fewer days kept (GWANJE_LOG_DAYS), or a larger disk.",
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  };
}

async function freeOf(dir: string): Promise<number | null> {
  const disk = await statfs(dir).catch(() => null);
  return disk && disk.bavail * disk.bsize;
}
