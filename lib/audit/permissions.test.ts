import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PERMISSIONS } from "./permissions";

/** Where permissions are only named, and who has them. */
const NAMED = /(permissions|roles)\.ts$|\.(test|itest)\.tsx?$/;

test("every permission opens something: none is offered to tokens for nothing", () => {
  const sources = ["app", "lib", "workers"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path) && !NAMED.test(path))
      .map((path) => join(folder, path)),
  );
  const text = sources.map((path) => readFileSync(path, "utf8")).join("\n");
  expect(PERMISSIONS.filter((permission) => !text.includes(`"${permission}"`))).toEqual([]);
});
