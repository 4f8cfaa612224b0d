// Runs the commands that it is given, one after the other, also when one fails. Each ends with "N passed, N failed";
// here the one last line sums them.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { sum, told } from "./legs.mjs";

const CLOSING = /^(\d+) passed, (\d+) failed$/;

const results = [];
for (const command of process.argv.slice(2)) results.push(await run(command));
const { passed, failed } = sum(results);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function run(command) {
  const began = Date.now();
  console.log(`$ ${command}`);
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let counted;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, passed, failed] = CLOSING.exec(line) ?? [];
    if (passed === undefined) console.log(line);
    else counted = { passed: Number(passed), failed: Number(failed) };
  }
  const code = await ended;
  const result = counted ?? { passed: 0, failed: 1 };
  return told(command, code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result, began);
}
