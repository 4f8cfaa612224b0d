// The checks that need no services, shared by `npm run verify` and `npm test`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tool, vitest } from "./legs.mjs";

export const DEPENDENCY_FOLDERS = ["app", "components", "lib", "prisma", "workers"];

/** These read sources only, nothing that a build writes. */
export function sourceLegs(root) {
  const folders = DEPENDENCY_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  return [
    tool(root, "format and lint", "biome", ["check", "--error-on-warnings", "."]),
    tool(root, "dependencies", "depcruise", [...folders, "--config", ".dependency-cruiser.cjs"]),
    tool(root, "dead code", "knip", ["--no-progress"]),
  ];
}

/** Where there is a build, the types of its routes are checked too. */
export const typesLeg = (root) => tool(root, "types", "tsc", ["--noEmit", "-p", "."]);
export const unitLeg = (root) => vitest(root, "unit");
