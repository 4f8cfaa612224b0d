// One leg for each folder of legs/: main.py is the program, requirements.txt (if there is one) what it needs of PyPI, and
// prepare.mjs (if there is one) gets what it needs from elsewhere.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checks } from "../legs.mjs";
import { ensureVenv } from "./venv.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const LEGS = join(HERE, "legs");

export function pythonLegs(root) {
  return readdirSync(LEGS)
    .filter((name) => existsSync(join(LEGS, name, "main.py")))
    .sort()
    .map((name) => ({ name, prepare: (installation) => prepare(root, name, installation) }));
}

async function prepare(root, name, { url, token, home, grpcPort }) {
  const dir = join(root, ".test", "clients", name);
  const { python, why } = await ensureVenv(dir, join(LEGS, name, "requirements.txt"), console.log);
  if (why) return { why };
  const own = join(LEGS, name, "prepare.mjs");
  const more = existsSync(own) ? (await import(pathToFileURL(own).href)).prepare(dir) : {};
  if (more.why) return { why: more.why };
  const env = {
    ...more.env,
    PYTHONPATH: HERE,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    GWANJE_CLIENT_URL: url,
    GWANJE_CLIENT_TOKEN: token,
    GWANJE_CLIENT_GRPC_PORT: String(grpcPort),
    // Pipelines written there are loaded as a team's own.
    GWANJE_CLIENT_PIPELINES: join(home, "pipelines"),
    // For what the leg writes: it is kept between runs, like the packages.
    GWANJE_CLIENT_DIR: dir,
  };
  return { leg: checks(root, name, python, [join(LEGS, name, "main.py")], env) };
}
