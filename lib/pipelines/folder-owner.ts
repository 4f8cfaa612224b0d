import type pg from "pg";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";

const LOCK = "gwanje:pipelines-folder";

/**
 * One process at a time keeps the database like its folder: two with unlike folders would undo each other's work. The
 * lock belongs to a session, so it is free as soon as its process ends or loses the connection.
 */
export function folderOwnership({ db }: Pick<Deps, "db">) {
  let session: pg.PoolClient | null = null;

  async function isAlive(client: pg.PoolClient): Promise<boolean> {
    return client.query("SELECT 1").then(
      () => true,
      () => false,
    );
  }

  function release(): void {
    // Not back into the pool: the lock would stay with the session.
    session?.release(true);
    session = null;
  }

  return {
    /** True for the process that holds the lock, or gets it now. */
    async isMine(): Promise<boolean> {
      if (session && (await isAlive(session))) return true;
      release();
      const client = await db.pool.connect();
      // A connection that breaks is noticed by the next question; without a listener it would end the process.
      client.on("error", () => {});
      const [row] = await poolSql(client)
        .rows<{ mine: boolean }>("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine", [LOCK])
        .catch((error: unknown) => {
          client.release(true);
          throw error;
        });
      if (row?.mine) session = client;
      else client.release();
      return row?.mine === true;
    },
    release,
  };
}
