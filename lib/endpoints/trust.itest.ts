import { beforeEach, describe, expect, it, test } from "vitest";
import { findVersion } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { distrustModel, readTrust, trustModel } from "./index";
import { startVersion } from "./runtime/model-source";
import { elementwise, registry } from "./testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const CODE = { MLmodel: "flavors: {sklearn: {}, python_function: {}}", "model.pkl": "x", "code/a.py": "y" };
const LIMITS = { memoryBytes: 1, loadMs: 1 };

const pythonIs = (path: string) => stubEnv({ ...stores.env, GWANJE_MODEL_PYTHON: path });
beforeEach(() => pythonIs(""));

/** A registered version of these files, and what starts it. */
async function registered(files: Parameters<typeof version>[1] = CODE) {
  const name = await model();
  const made = await version(name, files);
  const found = await findVersion(poolSql(stores.db.pool), name, Number(made));
  if (!found) throw new Error("It was just made");
  const ref = { name, version: String(made) };
  return { ref, found, start: () => startVersion(stores, found)(LIMITS) };
}
const refused = (words: RegExp) => ({ code: "CONFLICT", message: expect.stringMatching(words) });

test("a version says whether it executes code, and who trusts it", async () => {
  const { ref } = await registered();
  expect(await readTrust(ctx(), ref)).toEqual({ executes_code: true, is_on: false, trusted: null });
  const admin = ctx();
  const trusted = await trustModel(admin, ref);
  expect(trusted).toMatchObject({ executes_code: true, trusted: { by: admin.actor.id } });
  expect(trusted.trusted?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await readTrust(ctx(), ref)).toEqual(trusted);
  await distrustModel(ctx(), ref);
  await distrustModel(ctx(), ref);
  expect(await readTrust(ctx(), ref)).toMatchObject({ trusted: null });
  const native = await registered({ "model.onnx": elementwise("Neg"), MLmodel: "flavors: {onnx: {}}" });
  expect(await readTrust(ctx(), native.ref)).toMatchObject({ executes_code: false });
});

describe("Python code is not run", () => {
  it("where no Python is named", async () => {
    const { ref, start } = await registered();
    await trustModel(ctx(), ref);
    await expect(start()).rejects.toMatchObject(refused(/GWANJE_MODEL_PYTHON/));
  });

  it("before an admin trusts the version, and after no one does", async () => {
    const { ref, start } = await registered();
    pythonIs("/nowhere/python");
    await expect(start()).rejects.toMatchObject(refused(/no admin trusts/));
    await trustModel(ctx(), ref);
    await distrustModel(ctx(), ref);
    await expect(start()).rejects.toMatchObject(refused(/no admin trusts/));
  });

  it.each([
    ["changed", "model.pkl"],
    ["added", "code/b.py"],
  ])("when a file was %s since", async (_what, path) => {
    const { ref, found, start } = await registered();
    pythonIs("/nowhere/python");
    await trustModel(ctx(), ref);
    const key = found.storageLocation.replace(
      /^mlflow-artifacts:\/\d+\/([0-9a-f]+)\/artifacts/,
      "experiments/runs/$1",
    );
    await stores.storage.putBytes(`${key}/${path}`, "other");
    await expect(start()).rejects.toMatchObject(refused(/others than those that an admin trusted/));
  });
});

describe("trust is refused", () => {
  it("to everybody who is no admin", async () => {
    const { ref } = await registered();
    const editor = testCtx(stores, ["models:read", "models:write"]);
    await expect(trustModel(editor, ref)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(distrustModel(editor, ref)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("for what executes no code, and for what is not there", async () => {
    const { ref } = await registered({ "model.onnx": elementwise("Neg"), MLmodel: "flavors: {onnx: {}}" });
    await expect(trustModel(ctx(), ref)).rejects.toMatchObject(refused(/executes no code/));
    await expect(trustModel(ctx(), { ...ref, version: "9" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
