// The build in three steps, each run only when its sources changed since it last succeeded.
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, workerEntries } from "./bundle.mjs";
import { hashSources } from "./sources.mjs";

const COMMON = ["package-lock.json", "tsconfig.json", "scripts/build-steps.mjs", "scripts/bundle.mjs"];

const PYTHON_SDK = join("lib", "sdk", "python");

const STEPS = [
  {
    name: "database client",
    sources: ["package-lock.json", "prisma/schema.prisma", "prisma/models", "prisma.config.ts"],
    output: "prisma/generated/client/client.ts",
    // Prisma checks that this program exists; `generate` never runs the engine that it would download.
    run: (root) => command(root, "prisma", ["generate"], { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true" }),
  },
  {
    name: "processes",
    sources: [...COMMON, "workers", "lib", "prisma"],
    output: "dist/supervisor.js",
    async run(root) {
      await bundle(workerEntries(), join(root, "dist"));
      // Tasks import it in place, and a umask of 077 closes it to their users.
      for (const path of [PYTHON_SDK, join(PYTHON_SDK, "gwanje.py")]) openToReaders(join(root, path));
    },
  },
  {
    name: "command line",
    sources: [...COMMON, "lib/cli"],
    output: "dist/cli/main.js",
    // Several may be started at once: each finds a whole file.
    async run(root) {
      const folder = join(root, "dist", `cli-${process.pid}`);
      await bundle([join(root, "lib", "cli", "main.ts")], folder);
      mkdirSync(join(root, "dist", "cli"), { recursive: true });
      for (const file of ["main.js.map", "main.js"])
        renameSync(join(folder, file), join(root, "dist", "cli", file));
      rmSync(folder, { recursive: true });
    },
  },
  {
    name: "console",
    sources: [
      ...COMMON,
      "app",
      "components",
      "lib",
      // The API's document is generated from these.
      "workers/admin",
      "workers/listener",
      "workers/serving",
      "messages",
      "public",
      "prisma",
      "next.config.js",
      "postcss.config.mjs",
      "middleware.ts",
      "proxy.ts",
    ],
    output: ".next/BUILD_ID",
    run: (root) => command(root, "next", ["build"], { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
  },
];

/** Runs the stale ones of the named steps and returns their names. */
export async function buildIfStale(root, say, names = STEPS.map(({ name }) => name)) {
  // The tasks' users must read the build, whatever the shell's umask.
  process.umask(0o022);
  const file = join(root, "dist", "build.json");
  const done = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const ran = [];
  for (const step of STEPS.filter(({ name }) => names.includes(name))) {
    const hash = hashSources(root, step.sources);
    if (done[step.name] === hash && existsSync(join(root, step.output))) continue;
    say(`building: ${step.name}`);
    await step.run(root);
    done[step.name] = hash;
    mkdirSync(join(root, "dist"), { recursive: true });
    // Read by others meanwhile: never half of it.
    writeFileSync(`${file}-${process.pid}`, `${JSON.stringify(done, null, 2)}\n`);
    renameSync(`${file}-${process.pid}`, file);
    ran.push(step.name);
  }
  return ran;
}

function openToReaders(path) {
  const stat = statSync(path);
  const wanted = stat.mode | (stat.isDirectory() ? 0o055 : 0o044);
  if (wanted !== stat.mode) chmodSync(path, wanted);
}

/** Prints the command's output only when it fails. Does not block. */
async function command(root, name, args, env) {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  try {
    await promisify(execFile)(join(root, "node_modules", ".bin", name), args, options);
  } catch ({ message, stdout = "", stderr = "" }) {
    const said = `${stdout}${stderr}`;
    throw new Error(`${name} ${args.join(" ")} failed\n${said || message}`);
  }
}
