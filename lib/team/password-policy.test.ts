import { expect, it } from "vitest";
import { EVERYONE, type PasswordPolicy, whyNoPassword } from "./password-policy";

const OFF: PasswordPolicy = { admins_only: true, sso_domains: [] };
const DOMAINS: PasswordPolicy = { admins_only: false, sso_domains: ["corp.example", "sub.corp.example"] };

it.each<[string, PasswordPolicy, string, string, RegExp | null]>([
  ["nobody is kept from one", EVERYONE, "lin@corp.example", "viewer", null],
  ["switched off", OFF, "lin@corp.example", "editor", /^password is not how people sign in here/],
  ["switched off, an admin", OFF, "lin@corp.example", "admin", null],
  ["a domain", DOMAINS, "lin@corp.example", "editor", /people of corp\.example .* use the identity provider/],
  ["a domain in another case", DOMAINS, "Lin@CORP.example", "viewer", /people of corp\.example/],
  ["a subdomain of its own", DOMAINS, "lin@sub.corp.example", "viewer", /people of sub\.corp\.example/],
  ["a subdomain that is not listed", DOMAINS, "lin@a.corp.example", "viewer", null],
  ["a look-alike", DOMAINS, "lin@evilcorp.example", "viewer", null],
  ["the domain before another", DOMAINS, "lin@corp.example@elsewhere.test", "viewer", null],
  ["the domain after another", DOMAINS, "lin@elsewhere.test@corp.example", "viewer", /people of corp/],
  ["an admin of a domain", DOMAINS, "lin@corp.example", "admin", null],
])("%s", (_, policy, email, role, expected) => {
  const why = whyNoPassword(policy, { email, role });
  if (expected) expect(why?.detail).toMatch(expected);
  else expect(why).toBeNull();
});
