import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isRepositoryOf, readModels } from "./owners";
import { byDelegate } from "./prisma-writes";
import { sourceWrites } from "./source-writes";
import { UNREADABLE } from "./sql-writes";

const MODELS = readModels("prisma/models");
const OWNERS = new Map(MODELS.map(({ table, owner }) => [table, owner]));
const TESTS = /\.(test|itest|spec)\.tsx?$|(^|\/)testing(\.ts$|\/)/;

const SOURCES = ["lib", "workers", "app", "scripts"]
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path))))
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.d\.m?ts$/.test(path) && !TESTS.test(path));

it("the file of each table's model names a folder of lib", () => {
  const owners = [...new Set(OWNERS.values())];
  expect(owners.filter((owner) => !statSync(owner, { throwIfNoEntry: false })?.isDirectory())).toEqual([]);
  expect(OWNERS.size).toBe(MODELS.length);
});

it("a table is written only by its owner's repository", () => {
  const models = byDelegate(MODELS);
  const found = SOURCES.flatMap((path) =>
    sourceWrites(path, readFileSync(path, "utf8"), models).map((write) => ({ ...write, path })),
  );
  const wrong = found.filter(({ path, table }) => !isRepositoryOf(OWNERS.get(table) ?? UNREADABLE, path));
  expect(
    wrong.map(({ path, line, table }) => `${path}:${line} writes ${table}, of ${ownerOf(table)}`),
  ).toEqual([]);
  // Guards the reader itself: every table is written somewhere.
  const unwritten = [...OWNERS.keys()].filter((table) => !found.some((write) => write.table === table));
  expect(unwritten).toEqual([]);
  // Parsing six hundred files takes a while on a busy machine.
}, 60_000);

function ownerOf(table: string): string {
  if (table === UNREADABLE) return "no readable name: write the table's name out";
  return OWNERS.get(table) ?? "no owner: it is in no file of prisma/models";
}
