import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The guarantee: our own build wrote the file, and Next compiles the same expressions. */
type Manifest = Record<"staticRoutes" | "dynamicRoutes", { page: string; regex: string }[]>;

/**
 * The pattern of a path among the pages and operations that Next built: /pipelines/[dagId] and not the pipeline's name.
 * "unknown" for all else.
 */
export function routeFinder(root: string): (path: string) => string {
  const manifest = JSON.parse(readFileSync(join(root, ".next", "routes-manifest.json"), "utf8")) as Manifest;
  const fixed = new Set(manifest.staticRoutes.map(({ page }) => page));
  const patterns = manifest.dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (path) =>
    fixed.has(path) ? path : (patterns.find(({ regex }) => regex.test(path))?.page ?? "unknown");
}
