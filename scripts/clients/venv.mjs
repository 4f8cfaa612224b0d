// A Python of a leg's own under .test/clients, with exactly the packages of its requirements.txt (versions and hashes).
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, has } from "../apt.mjs";

/** Answers the path of its python, or why there is none. A venv of the same packages and the same Python is used again. */
export async function ensureVenv(dir, requirements, say) {
  const version = await run("python3", ["--version"]);
  if (!version.ok) return { why: "there is no python3 on PATH" };
  const wanted = existsSync(requirements) ? readFileSync(requirements) : "";
  const stamp = createHash("sha256").update(version.output).update(wanted).digest("hex");
  const venv = join(dir, "venv");
  const python = join(venv, "bin", "python");
  const mark = join(venv, "made-from");
  if (existsSync(mark) && readFileSync(mark, "utf8") === stamp) return { python };
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const made = await makeVenv(venv, say);
  if (!made.ok) return { why: `python3 -m venv failed: ${made.output}` };
  if (wanted !== "") {
    const flags = ["-qq", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"];
    const installed = await run(python, ["-m", "pip", "install", ...flags, "-r", requirements]);
    if (!installed.ok) return { why: `pip install failed: ${installed.output}` };
  }
  writeFileSync(mark, stamp);
  return { python };
}

/** Debian parts venv from Python. */
async function makeVenv(venv, say) {
  const first = await run("python3", ["-m", "venv", venv]);
  if (first.ok || !has("apt-get")) return first;
  say("python3 cannot make a venv: installing python3-venv with apt-get");
  await aptInstall("python3-venv");
  rmSync(venv, { recursive: true, force: true });
  return run("python3", ["-m", "venv", venv]);
}

/** The machine's own settings say where packages come from. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
