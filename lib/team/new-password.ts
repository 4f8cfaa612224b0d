import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hashPassword } from "./password";
import { weaknessOf } from "./weakness";

/** Checks and hashes a new password. Throws InvalidError at `pointer` for one that is easy to guess. */
export async function hashNewPassword(
  password: string,
  person: { name: string; email: string; team: string },
  pointer: string,
): Promise<string> {
  const [mailbox = "", domain = ""] = person.email.split("@");
  const company = domain.split(".").slice(0, -1).join(".");
  const reason = weaknessOf(password, [person.name, mailbox, company, person.team]);
  if (reason)
    throw InvalidError.field(pointer, EXPLANATION[reason].detail, because(EXPLANATION[reason].code));
  return hashPassword(password);
}

const EXPLANATION = {
  common: {
    code: "weak_common",
    detail: "password is one that guessers try first; use several unrelated words",
  },
  repeats: {
    code: "weak_repeats",
    detail: "password repeats a few characters; use several unrelated words",
  },
  personal: {
    code: "weak_personal",
    detail: "password is made of your name, your address or the team's name; use several unrelated words",
  },
} as const;
