import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { childEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { createLogger } from "@/lib/platform/logger";
import { buildPrograms } from "../testing";
import { type Boxes, createBoxes } from "./box";
import { settleIsolation } from "./isolation";

// Folders that only root may enter, and files that root writes for tasks.
const limits = { memoryMb: 300, diskMb: 128, processes: 200 };
const needs = { codeDir: null, network: "tasks" } as const;

describe.runIf(process.getuid?.() === 0).each(["isolated", "separate-user"] as const)("%s:", (level) => {
  let programs: string;
  let closed: string;
  /** Where people install too, and where everything else is shown. */
  let installed: string;
  let boxes: Boxes;
  beforeAll(async () => {
    programs = await buildPrograms(["task-launcher"]);
    closed = mkdtempSync(join(tmpdir(), "gwanje-closed-"));
    mkdirSync(join(closed, "packages"));
    writeFileSync(join(closed, "packages", "one"), "needed");
    writeFileSync(join(closed, "secrets.json"), "hidden", { mode: 0o644 });
    installed = mkdtempSync("/usr/local/gwanje-");
    chmodSync(installed, 0o755);
    cpSync(closed, installed, { recursive: true });
    const workerId = newId("wrk");
    const isolation = settleIsolation({
      demanded: level,
      most: level,
      firstUid: 61_200,
      mounts: [],
      needs:
        level === "isolated" ? [join(closed, "packages"), join(installed, "packages"), programs] : [programs],
      hidden: [installed, closed],
      passes: [],
      workerId,
      limits,
    });
    const options = { workerId, dataUrl: "http://127.0.0.1:9", ports: [], isolation, limits, programs };
    boxes = await createBoxes(options, createLogger("test", "silent"));
  });
  afterAll(async () => {
    await boxes?.close();
    rmSync(closed, { recursive: true, force: true });
    rmSync(installed, { recursive: true, force: true });
    rmSync(programs, { recursive: true, force: true });
  });

  test("a folder is root's until everything is in it, and nothing in it is written through a link", async () => {
    const box = await boxes.enter(newId("evt"), needs);
    expect(statSync(box.dir).uid).toBe(0);
    const target = join(closed, "packages", "one");
    symlinkSync(target, join(box.dir, "planted"));
    expect(() => box.write(join(box.dir, "planted"), "owned")).toThrow(/EEXIST/);
    expect(readFileSync(target, "utf8")).toBe("needed");
    expect(statSync(target).uid).toBe(0);
    box.write(join(box.dir, "new"), "mine");
    expect(statSync(join(box.dir, "new")).uid).toBe(box.uid);
    const started = await box.start(["sleep", "60"], childEnv({ PATH: box.searchPath }));
    expect(statSync(box.dir).uid).toBe(box.uid);
    await box.endAll();
    await started.exited;
    box.leave();
  });

  test("an id is given back when its folder cannot be made", async () => {
    const taken = await boxes.enter("twice", needs);
    await expect(boxes.enter("twice", needs)).rejects.toThrow(/EEXIST/);
    const next = await boxes.enter("another", needs);
    expect(next.uid).not.toBe(taken.uid);
    for (const box of [taken, next]) box.leave();
  });

  test("of a closed folder a task reads what it needs and nothing beside it", async () => {
    const box = await boxes.enter(newId("evt"), needs);
    const script = `cat ${closed}/packages/one; cat ${closed}/secrets.json; ls ${closed}; exit 0`;
    const started = await box.start(["bash", "-c", script], childEnv({ PATH: box.searchPath }));
    const output = text(started.output);
    await started.exited;
    await box.endAll();
    const said = await output;
    box.leave();
    expect(said).not.toContain("hidden");
    if (level === "isolated") expect(said.trim()).toMatch(/^needed.*packages$/s);
    else expect(said).not.toContain("needed");
  });

  test.runIf(level === "isolated")("nor of an installation in a folder of the system", async () => {
    const box = await boxes.enter(newId("evt"), needs);
    const script = `cat ${installed}/packages/one; cat ${installed}/secrets.json; ls ${installed}; touch ${installed}/x; exit 0`;
    const started = await box.start(["bash", "-c", script], childEnv({ PATH: box.searchPath }));
    const output = text(started.output);
    await started.exited;
    await box.endAll();
    const said = await output;
    box.leave();
    expect(said).not.toContain("hidden");
    expect(said).toMatch(/^needed.*No such file.*^packages$.*touch:/ms);
  });
});
