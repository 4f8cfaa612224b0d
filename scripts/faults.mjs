// npm run test:faults [-- --long] [-- --seeds N] [-- --seed S]: kills and freezes the engine's processes and stores
// under random graphs, on its own stores. Exits with 0 when every invariant held.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfStale } from "./build-steps.mjs";
import { bundle, ROOT } from "./bundle.mjs";

process.chdir(ROOT);
await buildIfStale(ROOT, (line) => console.log(line), ["database client", "processes"]);
const outdir = join(ROOT, "dist", "run");
await bundle([join(ROOT, "scripts", "faults", "main.ts")], outdir);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(outdir, "main.js")).href);
