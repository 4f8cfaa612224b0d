// npm run verify: format, lint, types, dependency rules, dead code and unit tests. No services, under a minute.

import { sourceLegs, typesLeg, unitLeg } from "./checks.mjs";
import { installIfStale } from "./dependencies.mjs";
import { runLeg, sum } from "./legs.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
const root = process.cwd();
const say = (line) => console.log(line);
installIfStale(root, say);
const { buildIfStale } = await import("./build-steps.mjs");
await buildIfStale(root, say, ["database client"]);

const results = [];
for (const leg of [...sourceLegs(root), typesLeg(root), unitLeg(root)]) results.push(await runLeg(leg));
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
