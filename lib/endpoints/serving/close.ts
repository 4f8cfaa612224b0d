import type { Deps } from "@/lib/platform/context";
import { writePairs } from "../shadow/keep-counts";
import { endModels } from "./live";

/** Ends the processes of all models, and writes what was counted of shadows. */
export async function closeModels(deps: Pick<Deps, "db" | "storage" | "log">): Promise<void> {
  endModels(deps);
  await writePairs(deps);
}
