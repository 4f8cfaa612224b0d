import { expect, it } from "vitest";
import * as z from "zod";
import { MOST_DENIED_A_MINUTE } from "@/lib/audit/record";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { write } from "./index";

const stores = testStores();
const change = write("settings:write", z.strictObject({}), async ({ unchanged }) => unchanged(undefined));
const rowsOf = (actorId: string) =>
  stores.db.prisma.auditLog.findMany({ where: { actorId, action: "access.denied" }, orderBy: { id: "asc" } });

it("who is refused in a loop leaves a bounded number of rows a minute, and the last says so", async () => {
  const viewer = testCtx(stores, [], { id: newId("usr") });
  const ask = async (times: number) => {
    for (let i = 0; i < times; i++)
      await expect(change(viewer, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  };
  await ask(MOST_DENIED_A_MINUTE + 30);
  const rows = await rowsOf(viewer.actor.id);
  expect(rows).toHaveLength(MOST_DENIED_A_MINUTE);
  expect(rows.filter((row) => row.detail !== null)).toMatchObject([
    { detail: { more_this_minute_are_not_recorded: true } },
  ]);
  stores.clock.advance(60_000);
  await ask(1);
  expect(await rowsOf(viewer.actor.id)).toHaveLength(MOST_DENIED_A_MINUTE + 1);
});

it("does not count one against another", async () => {
  const [noisy, quiet] = [
    testCtx(stores, [], { id: newId("usr") }),
    testCtx(stores, [], { id: newId("usr") }),
  ];
  for (let i = 0; i < MOST_DENIED_A_MINUTE + 1; i++) await change(noisy, {}).catch(() => null);
  await change(quiet, {}).catch(() => null);
  expect(await rowsOf(quiet.actor.id)).toHaveLength(1);
});
