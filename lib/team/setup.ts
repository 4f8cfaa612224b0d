import type { Ctx } from "@/lib/platform/context";
import { sameText } from "@/lib/platform/crypto";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { write } from "@/lib/verbs";
import { hashNewPassword } from "./new-password";
import * as repository from "./repository";
import { SetupInput } from "./schema";

export async function isSetUp(ctx: Pick<Ctx, "db">): Promise<boolean> {
  return (await repository.findTeam(ctx.db.prisma)) !== null;
}

/** True for the set-up token of this start. */
export function isSetupToken(token: string, expected: string | undefined): boolean {
  return expected !== undefined && expected !== "" && sameText(token, expected);
}

/** Creates the team and its first admin. 404 once a team exists; `expected` is the token of this start. */
export async function setUpTeam(
  ctx: Ctx,
  input: SetupInput,
  expected: string | undefined,
): Promise<{ user_id: string }> {
  if (await isSetUp(ctx)) throw new NotFoundError("page", "/setup");
  if (!isSetupToken(input.token, expected)) {
    throw InvalidError.field(
      "/token",
      "token is not the one of this start; use the set-up link that npm start printed",
      because("setup_link"),
    );
  }
  return createTeamAndAdmin(ctx, input);
}

/** Set-up without a browser: creates team and admin from settings. Returns false when a team exists. */
export async function setUpFromSettings(
  ctx: Ctx,
  given: {
    team: string | undefined;
    name: string | undefined;
    email: string | undefined;
    password: string | undefined;
    locale: "en" | "ko" | undefined;
    timeZone: string | undefined;
  },
): Promise<boolean> {
  if (!given.email || !given.password || (await isSetUp(ctx))) return false;
  try {
    await createTeamAndAdmin(ctx, {
      token: "headless",
      team_name: given.team ?? "Gwanje",
      name: given.name ?? given.email.split("@")[0] ?? "admin",
      email: given.email,
      password: given.password,
      ...(given.locale ? { locale: given.locale } : {}),
      ...(given.timeZone ? { time_zone: given.timeZone } : {}),
    });
    return true;
  } catch (error) {
    // Another process was first.
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

const createTeamAndAdmin = write("team:manage", SetupInput, async ({ tx, input, audit }) => {
  const person = { name: input.name, email: input.email, team: input.team_name };
  const passwordHash = await hashNewPassword(input.password, person, "/password");
  await repository.lockSetup(tx);
  if (await repository.findTeam(tx)) throw new NotFoundError("page", "/setup");
  await repository.createTeam(tx, { name: input.team_name, locale: input.locale, timeZone: input.time_zone });
  const user = await repository.createUser(tx, {
    id: newId("usr"),
    email: input.email,
    name: input.name,
    role: "admin",
    passwordHash,
    locale: input.locale,
    timeZone: input.time_zone,
  });
  return audit(
    "team.set_up",
    { target: { type: "team", id: "1" }, after: { name: input.team_name, admin: user.email } },
    { user_id: user.id },
  );
});
