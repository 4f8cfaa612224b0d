import { describe, expect, it } from "vitest";
import {
  changeView,
  createEntity,
  createService,
  deleteService,
  deleteView,
  getEntity,
  getOnDemandView,
  getService,
  getView,
  listViews,
} from "@/lib/features";
import { listImportErrors, listVersions } from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores } from "@/lib/testing";
import { createLoader } from "./loader";
import { CONFIRM_MS } from "./retire";
import { testFolder } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
let made = 0;
let clock = 0;

/** A folder with definitions under names of their own. */
function folderOf(files: (id: string) => Record<string, string>) {
  made += 1;
  const id = `d${made}`;
  const folder = testFolder(files(id));
  const loader = createLoader(systemCtx(stores, "pipelines folder"), folder.root, () => clock);
  return { id, folder, loader };
}
const entity = (id: string) => `entities:\n  - { name: ${id}, value_type: INT64 }\n`;
const view = (id: string, more = "") =>
  `views:\n  - name: ${id}_view\n    entities: [${id}]\n    fields: [{ name: a, type: DOUBLE }]\n${more}`;
const rest = (id: string) =>
  `on_demand_views:
  - name: ${id}_twice
    inputs: { a: "${id}_view:a" }
    features: [{ name: b, type: DOUBLE, expression: a * 2.0 }]
services:
  - { name: ${id}_service, features: ["${id}_view:a", "${id}_twice:b"] }
`;
const errorOf = async (path: string) =>
  (await listImportErrors(testCtx(stores, ["pipelines:read"]), {})).data.find(
    ({ file_path }) => file_path === path,
  );

describe("a file of definitions", () => {
  it("is applied as a whole, follows its changes, and owns what it declares", async () => {
    const path = (id: string) => `${id}.features.yaml`;
    const { id, folder, loader } = folderOf((id) => ({ [path(id)]: entity(id) + view(id) + rest(id) }));
    await loader.look();
    expect(await errorOf(path(id))).toBeUndefined();
    expect(await getView(ctx(), { name: `${id}_view` })).toMatchObject({
      file_path: path(id),
      stale_at: null,
    });
    expect(await getOnDemandView(ctx(), { name: `${id}_twice` })).toMatchObject({ file_path: path(id) });
    expect(await getService(ctx(), { name: `${id}_service` })).toMatchObject({ file_path: path(id) });
    folder.write(path(id), entity(id) + view(id, "    ttl_seconds: 60\n") + rest(id));
    await loader.look();
    const changed = await getView(ctx(), { name: `${id}_view` });
    expect(changed).toMatchObject({ ttl_seconds: 60, schema_version: 0 });
    const edit = { name: `${id}_view`, version: changed.version, change: { ttl_seconds: 1 } };
    const kept = { code: "CONFLICT", message: expect.stringContaining(path(id)) };
    await expect(changeView(ctx(), edit)).rejects.toMatchObject(kept);
    await expect(deleteView(ctx(), { name: edit.name, version: edit.version })).rejects.toMatchObject(kept);
    await loader.look();
    expect((await getView(ctx(), { name: `${id}_view` })).version).toBe(changed.version);
  });

  it("may take a field away together with the service that named it", async () => {
    const path = (id: string) => `${id}.features.yaml`;
    const two = (id: string) =>
      view(id).replace(
        "[{ name: a, type: DOUBLE }]",
        "[{ name: a, type: DOUBLE }, { name: z, type: STRING }]",
      );
    const service = (id: string, feature: string) =>
      `services:\n  - { name: ${id}_service, features: ["${id}_view:${feature}"] }\n`;
    const { id, folder, loader } = folderOf((id) => ({
      [path(id)]: entity(id) + two(id) + service(id, "z"),
    }));
    await loader.look();
    await createService(ctx(), { name: `${id}_other`, features: [`${id}_view:z`] });
    folder.write(path(id), entity(id) + view(id) + service(id, "a"));
    await loader.look();
    expect(await errorOf(path(id))).toMatchObject({
      message: expect.stringContaining(`breaks the service ${id}_other`),
    });
    expect((await getView(ctx(), { name: `${id}_view` })).fields).toHaveLength(2);
    await deleteService(ctx(), { name: `${id}_other`, version: 1 });
    folder.write(path(id), `# again\n${entity(id)}${view(id)}${service(id, "a")}`);
    await loader.look();
    expect(await errorOf(path(id))).toBeUndefined();
    expect((await getView(ctx(), { name: `${id}_view` })).fields).toHaveLength(1);
  });

  it("that is wrong is listed with its line, and changes nothing", async () => {
    const path = (id: string) => `${id}/features.yaml`;
    const { id, folder, loader } = folderOf((id) => ({ [path(id)]: entity(id) + view(id) }));
    await loader.look();
    folder.write(
      path(id),
      `${entity(id)}${view(id, "    ttl_seconds: 60\n")}  - name: ${id}_more\n    entities: [none]\n    fields: [{ name: a, type: DOUBLE }]\n`,
    );
    await loader.look();
    expect(await errorOf(path(id))).toMatchObject({
      dag_id: null,
      field: "/views/1/entities/0",
      line: 9,
      message: expect.stringContaining('no entity "none"'),
    });
    expect(await getView(ctx(), { name: `${id}_view` })).toMatchObject({ ttl_seconds: 0 });
    folder.write(path(id), "entities: 1\n");
    await loader.look();
    expect(await errorOf(path(id))).toMatchObject({ field: "/entities", line: 1 });
    folder.remove(path(id));
    await loader.look();
    expect(await errorOf(path(id))).toBeUndefined();
  });

  it("waits for what another file declares, whatever their order", async () => {
    const { id, loader } = folderOf((id) => ({
      [`a-${id}.features.yaml`]: view(id),
      [`b-${id}.features.yaml`]: entity(id),
    }));
    await loader.look();
    expect(await getView(ctx(), { name: `${id}_view` })).toMatchObject({ entities: [id] });
    expect(await errorOf(`a-${id}.features.yaml`)).toBeUndefined();
  });

  it("takes over nothing of the API, and nothing of another file", async () => {
    const { id, folder, loader } = folderOf((id) => ({ [`a-${id}.features.yaml`]: entity(id) }));
    await createEntity(ctx(), { name: id, value_type: "INT64" });
    await loader.look();
    expect(await errorOf(`a-${id}.features.yaml`)).toMatchObject({
      message: expect.stringContaining("made in the console or over the API"),
      field: "/entities/0",
    });
    folder.write(`a-${id}.features.yaml`, entity(`${id}_own`));
    folder.write(`b-${id}.features.yaml`, entity(`${id}_own`));
    await loader.look();
    expect(await errorOf(`b-${id}.features.yaml`)).toMatchObject({
      message: expect.stringContaining(`already declared in a-${id}.features.yaml`),
    });
    folder.remove(`a-${id}.features.yaml`);
    folder.write(`b-${id}.features.yaml`, `# again\n${entity(`${id}_own`)}`);
    await loader.look();
    expect(await getEntity(ctx(), { name: `${id}_own` })).toMatchObject({
      file_path: `b-${id}.features.yaml`,
    });
  });

  it("that is gone leaves its definitions served, to be changed elsewhere, until a file declares them again", async () => {
    const path = (id: string) => `${id}.features.yaml`;
    const { id, folder, loader } = folderOf((id) => ({ [path(id)]: entity(id) + view(id) }));
    await loader.look();
    folder.remove(path(id));
    await loader.look();
    const gone = await getView(ctx(), { name: `${id}_view` });
    expect(gone).toMatchObject({ file_path: path(id), stale_at: expect.any(String) });
    const change = { ttl_seconds: 5 };
    expect(await changeView(ctx(), { name: gone.name, version: gone.version, change })).toMatchObject(change);
    folder.write(path(id), entity(id) + view(id));
    await loader.look();
    expect(await getView(ctx(), { name: gone.name })).toMatchObject({ ttl_seconds: 0, stale_at: null });
  });

  it("of a folder that loses most of its files at once is believed after a while", async () => {
    const paths = (id: string) => [1, 2].map((at) => `${id}-${at}.features.yaml`);
    const { id, folder, loader } = folderOf((id) =>
      Object.fromEntries(paths(id).map((path, at) => [path, entity(`${id}_${at}`)])),
    );
    await loader.look();
    for (const path of paths(id)) folder.remove(path);
    await loader.look();
    const stale = async () => (await getEntity(ctx(), { name: `${id}_0` })).stale_at !== null;
    expect(await stale()).toBe(false);
    clock += CONFIRM_MS + 1;
    await loader.look();
    expect(await stale()).toBe(true);
  });

  it("is no pipeline, and no part of the code of the one beside it", async () => {
    const { id, folder, loader } = folderOf((id) => ({
      [`${id}/pipeline.yaml`]: `dag_id: ${id}\ntasks:\n  - task_id: a\n    kind: bash\n    command: [bash, x.sh]\n`,
      [`${id}/x.sh`]: "true\n",
      [`${id}/features.yaml`]: entity(id),
    }));
    await loader.look();
    folder.write(`${id}/features.yaml`, entity(id) + view(id));
    await loader.look();
    expect((await listVersions(ctx(), { dag_id: id })).data).toHaveLength(1);
    expect((await listViews(ctx(), {})).data.map(({ name }) => name)).toContain(`${id}_view`);
    folder.write(`${id}/features.yaml`, "views: [");
    await loader.look();
    folder.write(`${id}/x.sh`, "false\n");
    await loader.look();
    expect(await errorOf(`${id}/features.yaml`)).toBeDefined();
  });
});
