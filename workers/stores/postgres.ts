import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { findPostgres, type PostgresBinaries, postgresUser } from "./binaries";
import { commandOf, isAlive, type RunAs, runAsUser, spawnServer, stopPid } from "./child";
import { type KeptServer, keepServer } from "./keep-server";
import { inUrl, socketFolder } from "./socket-folder";
import type { StoreContext } from "./store";

const MAJOR = "18";
const START_PATIENCE_MS = 60_000;
const SUPERUSER = "postgres";
const APP = "gwanje";
/** The port in the socket's name; no other server uses this folder. */
const PORT = "5432";

/** Bounds for a small VM. Durability (synchronous commits) is not reduced. */
const SETTINGS: Record<string, string> = {
  // Listens on a socket only, in a folder closed to tasks.
  listen_addresses: "",
  unix_socket_permissions: "0700",
  authentication_timeout: "5s",
  max_connections: "100",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  wal_compression: "on",
  max_wal_size: "1GB",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
  jit: "off",
};
/** For test stores, which a crash of the machine may lose. */
const THROW_AWAY: Record<string, string> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "300",
};

export async function startPostgres(ctx: StoreContext): Promise<KeptServer> {
  const binaries = findPostgres(ctx.home);
  const parent = ctx.home.path("postgres");
  const data = join(parent, "data");
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  const runAs = postgresUser([binaries.root, parent]);
  if (runAs) chownSync(parent, runAs.uid, runAs.gid);
  await stopLeftover(data);
  if (!existsSync(join(data, "PG_VERSION"))) {
    ctx.say("creating the database");
    await initialise(ctx, binaries, parent, data, runAs);
  }
  refuseOtherVersion(data);

  const emptySockets = () => socketFolder(parent, `.s.PGSQL.${PORT}`, runAs);
  const sockets = emptySockets();
  const settings = {
    ...SETTINGS,
    ...(ctx.throwAway ? THROW_AWAY : {}),
    port: PORT,
    // A list of paths, each possibly quoted.
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
  };
  const args = ["-D", data, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])];
  // The folder is the actual host; a URL needs some host before its path.
  const urlOf = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@localhost:${PORT}/${database}?host=${inUrl(sockets)}`;
  const asSuperuser = urlOf(SUPERUSER, ctx.secrets.postgresPassword, "postgres");

  const server = await keepServer(ctx, {
    name: "postgres",
    stopSignal: "SIGINT",
    start: () => spawnServer(binaries.postgres, args, { stopSignal: "SIGINT", runAs, cwd: parent }),
    isReady: () => answers(asSuperuser),
    patienceMs: START_PATIENCE_MS,
    async beforeRestart() {
      await stopLeftover(data);
      emptySockets();
    },
    url: urlOf(APP, ctx.secrets.databasePassword, APP),
    end: () => ctx.throwAway && rmSync(sockets, { recursive: true, force: true }),
  });
  await createAppDatabase(asSuperuser, ctx.secrets.databasePassword);
  return server;
}

/** Creates it in another folder and renames that, so an interrupted creation is never taken for a database. */
async function initialise(
  ctx: StoreContext,
  binaries: PostgresBinaries,
  parent: string,
  data: string,
  runAs: RunAs | undefined,
): Promise<void> {
  const fresh = join(parent, "data.new");
  const passwordFile = join(parent, "superuser-password");
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(passwordFile, ctx.secrets.postgresPassword, { mode: 0o600 });
  if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
  const args = [
    `--pgdata=${fresh}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(ctx.throwAway ? ["--no-sync"] : []),
  ];
  try {
    await runAsUser(binaries.initdb, args, runAs, parent);
  } finally {
    unlinkSync(passwordFile);
  }
  renameSync(fresh, data);
}

function refuseOtherVersion(data: string): void {
  const version = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (version === MAJOR) return;
  throw new Error(
    `${data} was made by PostgreSQL ${version}; this release brings ${MAJOR}. ` +
      "Dump it with the release that made it, move the folder away, start, and load the dump.",
  );
}

/** A server of a killed start, or the file of a dead one whose pid was reused. */
async function stopLeftover(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (isAlive(pid) && commandOf(pid).includes(data)) await stopPid(pid, "SIGINT");
  else if (existsSync(file)) unlinkSync(file);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Our processes connect as the owner of one database and not as superuser, so SQL cannot become a shell. */
async function createAppDatabase(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const role = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [APP]);
    const verb = role.rowCount === 0 ? "CREATE" : "ALTER";
    await client.query(`${verb} ROLE ${APP} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    const database = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [APP]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${APP} OWNER ${APP}`);
  } finally {
    await client.end();
  }
}
