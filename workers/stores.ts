/**
 * The embedded stores in one process, which lives as long as the supervisor: PostgreSQL and Redis are its children, and
 * it serves S3 itself. Arguments: --stores=postgres,redis,s3 [--throw-away]. Reports over IPC when it is ready.
 */
import { loadSettings } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { openHome } from "./stores/home";
import { STORE_NAMES, startStores } from "./stores/start";

export type StoresMessage =
  | { kind: "progress"; line: string }
  | { kind: "ready"; env: Record<string, string | undefined> }
  | { kind: "failed"; reason: string };

runProcess("stores", async (life) => {
  const tell = (message: StoresMessage) => void process.send?.(message, undefined, undefined, () => {});
  const wanted = process.argv.find((argument) => argument.startsWith("--stores="))?.slice("--stores=".length);
  try {
    const stores = await startStores({
      home: openHome(loadSettings().GWANJE_HOME),
      wanted: STORE_NAMES.filter((name) => (wanted ?? STORE_NAMES.join(",")).split(",").includes(name)),
      throwAway: process.argv.includes("--throw-away"),
      say: (line) => {
        life.log.info(line);
        tell({ kind: "progress", line });
      },
      log: (store, line) => life.log.info({ store }, line),
    });
    life.onDrain("stores", stores.stop, 60_000);
    tell({ kind: "ready", env: stores.env });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell({ kind: "failed", reason });
    life.log.info({ reason }, "could not start");
    await life.stop("could not start", 1);
  }
});
