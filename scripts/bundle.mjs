// Bundles our own TypeScript for Node: packages stay external, "@/" is the repository, one .js and one source map each.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Every process: workers/*.ts. */
export function workerEntries() {
  const dir = join(ROOT, "workers");
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => join(dir, file));
}

export async function bundle(entries, outdir) {
  const { build, stop } = await import("esbuild");
  await build({
    entryPoints: entries,
    outdir,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    sourcemap: true,
    logLevel: "warning",
    absWorkingDir: ROOT,
    entryNames: "[name]",
    plugins: [ownCodeOnly],
  });
  // esbuild's helper process would stay as long as this one, which may become the supervisor.
  await stop();
}

/** Bundles our own files (relative paths and aliases of tsconfig.json); packages stay external. */
const ownCodeOnly = {
  name: "own-code-only",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || path.startsWith("@/") || /^gwanje(\/|$)/.test(path)) return undefined;
      return { path, external: true };
    });
  },
};
