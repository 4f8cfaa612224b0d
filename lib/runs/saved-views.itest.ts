import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { changeView, deleteView, listSavedViews, saveView } from "./index";

const stores = testStores();
const people = { editor: newId("usr"), viewer: newId("usr") };
const person = (id: string, permissions: Parameters<typeof testCtx>[1]) =>
  testCtx(stores, permissions, { id });
const editor = () => person(people.editor, ["runs:read", "runs:write", "self:write"]);
const viewer = () => person(people.viewer, ["runs:read", "self:write"]);
const namesOf = async (ctx: ReturnType<typeof editor>) =>
  (await listSavedViews(ctx, {})).data.map(({ name }) => name);

it("a view is one's own until it is shared, keeps what the page knows, and is changed and deleted", async () => {
  const search = "when=yesterday&state=failed&view=rvw_1&script=alert(1)";
  const { id } = await saveView(editor(), { page: "runs", name: "mine", search });
  expect(await namesOf(viewer())).not.toContain("mine");
  await changeView(editor(), { view_id: id, is_shared: true });
  const { data } = await listSavedViews(viewer(), {});
  expect(data.find((one) => one.id === id)).toMatchObject({
    is_own: false,
    is_shared: true,
    search: "state=failed&when=yesterday",
  });
  await changeView(editor(), { view_id: id, name: "ours", search: "q=x" });
  expect((await listSavedViews(editor(), {})).data).toMatchObject([{ name: "ours", search: "q=x" }]);
  await deleteView(editor(), { view_id: id });
  expect(await namesOf(editor())).toEqual([]);
  const audited = await stores.db.prisma.auditLog.findMany({
    where: { targetId: id },
    orderBy: { id: "asc" },
  });
  expect(audited.map(({ action }) => action)).toEqual([
    "run_view.create",
    "run_view.change",
    "run_view.change",
    "run_view.delete",
  ]);
});

it("a reader has views, and changes none of the team's", async () => {
  const shared = await saveView(editor(), { page: "tasks", name: "team", search: "", is_shared: true });
  const own = await saveView(viewer(), { page: "tasks", name: "own", search: "" });
  for (const attempt of [
    () => saveView(viewer(), { page: "runs", name: "x", search: "", is_shared: true }),
    () => changeView(viewer(), { view_id: own.id, is_shared: true }),
    () => changeView(viewer(), { view_id: shared.id, name: "y" }),
    () => deleteView(viewer(), { view_id: shared.id }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(deleteView(editor(), { view_id: own.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("a name is taken once for each person and page", async () => {
  await saveView(editor(), { page: "runs", name: "twice", search: "" });
  await saveView(editor(), { page: "tasks", name: "twice", search: "" });
  await saveView(viewer(), { page: "runs", name: "twice", search: "" });
  await expect(saveView(editor(), { page: "runs", name: "twice", search: "" })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/name" }] },
  });
});
