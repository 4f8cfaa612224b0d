import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { changeLogSearch, deleteLogSearch, listLogSearches, saveLogSearch } from "./index";

const stores = testStores();
const people = { editor: newId("usr"), viewer: newId("usr") };
const person = (id: string, permissions: Parameters<typeof testCtx>[1]) =>
  testCtx(stores, permissions, { id });
const editor = () => person(people.editor, ["logs:read", "logs:write", "self:write"]);
const viewer = () => person(people.viewer, ["logs:read", "self:write"]);
const STATE = {
  q: "level>=warn",
  pills: ["service:web", "~user:kim"],
  cols: ["level", "message"],
  from: "now-7d",
};
const namesOf = async (ctx: ReturnType<typeof editor>) =>
  (await listLogSearches(ctx, {})).data.map(({ name }) => name);

it("a saved search is one's own until it is shared, and then everybody's", async () => {
  const { id } = await saveLogSearch(editor(), { name: "mine", state: STATE });
  expect(await namesOf(viewer())).not.toContain("mine");
  await changeLogSearch(editor(), { search_id: id, is_shared: true });
  const { data } = await listLogSearches(viewer(), {});
  expect(data.find((one) => one.id === id)).toMatchObject({
    is_own: false,
    is_shared: true,
    state: { ...STATE, to: null },
  });
});

it("a reader has searches, and changes none of the team's", async () => {
  const shared = await saveLogSearch(editor(), { name: "team", state: {}, is_shared: true });
  const own = await saveLogSearch(viewer(), { name: "own", state: {} });
  for (const attempt of [
    () => saveLogSearch(viewer(), { name: "x", state: {}, is_shared: true }),
    () => changeLogSearch(viewer(), { search_id: own.id, is_shared: true }),
    () => changeLogSearch(viewer(), { search_id: shared.id, name: "y" }),
    () => deleteLogSearch(viewer(), { search_id: shared.id }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(deleteLogSearch(editor(), { search_id: own.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await deleteLogSearch(viewer(), { search_id: own.id });
  expect(await namesOf(viewer())).not.toContain("own");
});

it("a name is there once for each person", async () => {
  const { id } = await saveLogSearch(editor(), { name: "once", state: {} });
  const again = () => saveLogSearch(editor(), { name: "once", state: {} });
  await expect(again()).rejects.toMatchObject({ code: "CONFLICT" });
  await saveLogSearch(viewer(), { name: "once", state: {} });
  await changeLogSearch(editor(), { search_id: id, name: "twice" });
  await again();
  expect((await namesOf(editor())).filter((name) => name === "once" || name === "twice")).toEqual([
    "once",
    "twice",
  ]);
});
