import { describe, expect, it } from "vitest";
import { testCtx, testStores } from "@/lib/testing";
import { changeTableView, deleteTableView, listTableViews, saveTableView } from "./index";
import { experimenter } from "./testing";

const stores = testStores();
const { experiment } = experimenter(stores);
const person = (id: string, permissions: Parameters<typeof testCtx>[1]) => {
  const ctx = testCtx(stores, permissions);
  return { ...ctx, actor: { ...ctx.actor, id } };
};
const editor = () => person("usr_editor", ["experiments:read", "experiments:write", "self:write"]);
const viewer = () => person("usr_viewer", ["experiments:read", "self:write"]);
const STATE = { filter: "metrics.auc > 0.5", group: ["params.lr"], cols: ["max.auc"] };
const namesOf = async (ctx: Parameters<typeof listTableViews>[0], experiment_id: string) =>
  (await listTableViews(ctx, { experiment_id })).data.map(({ name, is_default }) => [name, is_default]);

describe("saved views of a runs table", () => {
  it("are one's own until they are shared, and then everybody's", async () => {
    const experiment_id = await experiment();
    const { id } = await saveTableView(editor(), { experiment_id, name: "mine", state: STATE });
    expect(await namesOf(viewer(), experiment_id)).toEqual([]);
    await changeTableView(editor(), { experiment_id, view_id: id, is_shared: true });
    const { data } = await listTableViews(viewer(), { experiment_id });
    expect(data).toMatchObject([{ id, is_own: false, is_shared: true, state: { ...STATE, flat: false } }]);
  });

  it("have one default of the team, which is shared", async () => {
    const experiment_id = await experiment();
    const first = await saveTableView(editor(), { experiment_id, name: "a", state: {}, is_default: true });
    await saveTableView(editor(), { experiment_id, name: "b", state: {}, is_default: true });
    expect(await namesOf(viewer(), experiment_id)).toEqual([
      ["a", false],
      ["b", true],
    ]);
    await changeTableView(editor(), { experiment_id, view_id: first.id, is_default: true, name: "c" });
    expect(await namesOf(viewer(), experiment_id)).toEqual([
      ["b", false],
      ["c", true],
    ]);
    await changeTableView(editor(), { experiment_id, view_id: first.id, is_shared: false });
    expect(await namesOf(viewer(), experiment_id)).toEqual([["b", false]]);
  });

  it("are a viewer's own to make and delete, and the team's only with the permission", async () => {
    const experiment_id = await experiment();
    const shared = await saveTableView(editor(), { experiment_id, name: "team", state: {}, is_shared: true });
    const own = await saveTableView(viewer(), { experiment_id, name: "own", state: {} });
    const denied = { code: "FORBIDDEN" };
    for (const attempt of [
      () => saveTableView(viewer(), { experiment_id, name: "x", state: {}, is_shared: true }),
      () => changeTableView(viewer(), { experiment_id, view_id: own.id, is_default: true }),
      () => changeTableView(viewer(), { experiment_id, view_id: shared.id, name: "y" }),
      () => deleteTableView(viewer(), { experiment_id, view_id: shared.id }),
    ])
      await expect(attempt()).rejects.toMatchObject(denied);
    await expect(deleteTableView(editor(), { experiment_id, view_id: own.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await deleteTableView(viewer(), { experiment_id, view_id: own.id });
    await deleteTableView(editor(), { experiment_id, view_id: shared.id });
    expect(await namesOf(viewer(), experiment_id)).toEqual([]);
  });

  it("have a name once, and belong to their experiment", async () => {
    const [experiment_id, other] = [await experiment(), await experiment()];
    const { id } = await saveTableView(editor(), { experiment_id, name: "a", state: {} });
    await expect(saveTableView(editor(), { experiment_id, name: "a", state: {} })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await saveTableView(editor(), { experiment_id: other, name: "a", state: {} });
    await expect(deleteTableView(editor(), { experiment_id: other, view_id: id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
