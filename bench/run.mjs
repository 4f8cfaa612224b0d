// npm run bench -- NAME [--rounds N] [--rows N] [--sustained [--protocol P]] [--json FILE]: one benchmark of this folder, on an installation that is thrown away.
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildIfStale } from "../scripts/build-steps.mjs";
import { installIfStale } from "../scripts/dependencies.mjs";
import { describeMachine, describeStores } from "./support/machine.mjs";
import { table } from "./support/report.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..");
process.chdir(root);
const known = readdirSync(here).flatMap((file) =>
  file.endsWith(".mjs") && file !== "run.mjs" ? [file.slice(0, -4)] : [],
);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    // Of logs: how many records there are.
    rows: { type: "string", default: "1000000" },
    // Of logs: ingest alone, all rows by each protocol; eight million are five minutes of each.
    sustained: { type: "boolean", default: false },
    // Of a sustained one: this protocol alone.
    protocol: { type: "string" },
    json: { type: "string" },
  },
});
const [name] = positionals;
const [rounds, rows] = [Number(values.rounds), Number(values.rows)];
const isCount = (number) => Number.isInteger(number) && number >= 1;
if (!name || !known.includes(name) || !isCount(rounds) || !isCount(rows)) {
  console.error(
    `Usage: npm run bench -- <${known.join("|")}> [--rounds N] [--rows N] [--sustained [--protocol P]] [--json FILE]`,
  );
  process.exit(2);
}

const say = (line) => console.error(line);
installIfStale(root, say);
await buildIfStale(root, say);
const machine = describeMachine();
const { bench } = await import(`./${name}.mjs`);
const { figures, stores } = await bench({
  root,
  rounds,
  rows,
  sustained: values.sustained,
  protocol: values.protocol,
  say,
});
const facts = { ...machine, ...describeStores(stores) };
console.log(table(facts, figures));
if (values.json)
  writeFileSync(resolve(root, values.json), `${JSON.stringify({ facts, figures }, null, 2)}\n`);
