import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import { read, write } from "@/lib/verbs";
import * as repository from "./repository";
import { Locale, TeamChange, type TeamView } from "./schema";

export async function teamName(ctx: Pick<Ctx, "db">): Promise<string> {
  return (await repository.findTeam(ctx.db.prisma))?.name ?? "";
}

/** For people who have chosen none and whose browser sent none. */
export async function teamTimeZone(ctx: Pick<Ctx, "db">): Promise<string> {
  return (await repository.findTeam(ctx.db.prisma))?.timeZone ?? "UTC";
}

/** For people who have chosen none and whose browser asks for no language of ours. Null before set-up. */
export async function teamLocale(ctx: Pick<Ctx, "db">): Promise<string | null> {
  return (await repository.findTeam(ctx.db.prisma))?.locale ?? null;
}

export const getTeam = read("team:read", z.strictObject({}), async (ctx) => {
  const row = await repository.findTeam(ctx.db.prisma);
  if (!row) throw new NotFoundError("team", "1");
  return teamView(row);
});

export const changeTeam = write("team:manage", TeamChange, async ({ tx, input, audit, unchanged }) => {
  const row = await repository.lockTeam(tx);
  if (!row) throw new NotFoundError("team", "1");
  const before = teamView(row);
  const after = teamView(await repository.updateTeam(tx, changed(input)));
  if (JSON.stringify(before) === JSON.stringify(after)) return unchanged(after);
  return audit("team.change", { target: { type: "team", id: "1" }, before, after }, after);
});

function changed({ name, locale, time_zone }: z.output<typeof TeamChange>) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
    ...(time_zone === undefined ? {} : { timeZone: time_zone }),
  };
}

function teamView({ name, locale, timeZone }: repository.TeamRow): TeamView {
  return { name, locale: Locale.parse(locale), time_zone: timeZone };
}
