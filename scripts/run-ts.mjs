// node scripts/run-ts.mjs path/to/file.ts [arguments]: bundles one TypeScript program and runs it in this process.
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, ROOT } from "./bundle.mjs";

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error("Usage: node scripts/run-ts.mjs <file.ts> [arguments]");
  process.exit(2);
}
const outdir = join(ROOT, "dist", "run");
mkdirSync(outdir, { recursive: true });
await bundle([join(ROOT, file)], outdir);
const program = join(outdir, basename(file).replace(/\.ts$/, ".js"));
process.argv = [process.argv[0], program, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(program).href);
