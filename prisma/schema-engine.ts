/**
 * Prisma's schema engine, as WebAssembly in this process: says what SQL leads from a live database, or from nothing, to
 * the models in prisma/. A development tool; no running process needs it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as binding from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

type SchemaFile = { path: string; content: string };

/** The system catalogue's one-byte type "char" and its array, by their fixed object ids. */
const CHAR = 18;
const CHAR_ARRAY = 1002;

/**
 * The engine reads system tables whose "char" columns the adapter of 7.10 refuses ("could not be deserialized") although
 * its interface has a type for them. So the pool announces them as arrays of it, and the adapter's answer is put right.
 */
class CatalogAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

function catalogPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  const announced = async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields) if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
    return result;
  };
  return Object.assign(pool, { query: announced });
}

/** Where the engine leaves the reason before it stops; without it the reason would be lost. */
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: { set_message: (reason: string) => console.error(reason) },
});

let loaded: Promise<void> | undefined;

/** The SQL that turns the database at `url` into what the models say; "" when they agree. */
export async function diffToModels(url: string, prismaDir: string): Promise<string> {
  const files = readModels(prismaDir);
  loaded ??= load();
  await loaded;
  const pool = catalogPool(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogAdapter(pool));
  const engine = await binding.SchemaEngine.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => {},
    adapter,
  );
  try {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: prismaDir },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
    });
    const sql = (stdout ?? "").trim();
    return sql === "-- This is an empty migration." ? "" : sql;
  } finally {
    engine.free();
    await pool.end();
  }
}

function readModels(prismaDir: string): SchemaFile[] {
  const models = readdirSync(join(prismaDir, "models")).filter((file) => file.endsWith(".prisma"));
  return ["schema.prisma", ...models.sort().map((file) => join("models", file))].map((path) => ({
    path,
    content: readFileSync(join(prismaDir, path), "utf8"),
  }));
}

/** Node 20 imports no .wasm file by itself, so the two halves of the package are joined here. */
async function load(): Promise<void> {
  const half = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(join(dirname(half), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": imports() });
  binding.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

/** The guarantee: the package generates this module as the import object of that very .wasm file. */
function imports(): WebAssembly.ModuleImports {
  return binding as unknown as WebAssembly.ModuleImports;
}
