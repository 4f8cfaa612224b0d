import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { hashPassword } from "./password";
import { weaknessOf } from "./weakness";

/** Who may choose a password here. "admins": sign-in goes through the provider, and only admins keep theirs for the day it is away. */
export const Passwords = z.enum(["everyone", "admins"]).default("everyone");

/** Throws InvalidError at /password for somebody who signs in through the provider. */
export function refuseWithoutPassword(passwords: z.output<typeof Passwords>, role: string): void {
  if (passwords === "everyone" || role === "admin") return;
  throw InvalidError.field("/password", "password is not how people sign in here; use the identity provider");
}

/** The hash to store for a password that somebody chooses. Throws InvalidError at `pointer` for one that is easy to guess. */
export async function hashNewPassword(
  password: string,
  person: { name: string; email: string; team: string },
  pointer: string,
): Promise<string> {
  const [mailbox = "", domain = ""] = person.email.split("@");
  const company = domain.split(".").slice(0, -1).join(".");
  const reason = weaknessOf(password, [person.name, mailbox, company, person.team]);
  if (reason) throw InvalidError.field(pointer, EXPLANATION[reason], `weak_${reason}`);
  return hashPassword(password);
}

const EXPLANATION = {
  common: "password is one that guessers try first; use several unrelated words",
  repeats: "password repeats a few characters; use several unrelated words",
  personal: "password is made of your name, your address or the team's name; use several unrelated words",
} as const;
