import { expect, it } from "vitest";
import { whyAdminStays } from "./last-admin";

const byPassword = (id: string) => ({ id, hasPassword: true });
const bySso = (id: string) => ({ id, hasPassword: false });

it.each([
  ["the only admin", [byPassword("a")], /last admin\. /],
  ["the only admin, who came by SSO", [bySso("a")], /last admin\. /],
  ["the only one with a password", [byPassword("a"), bySso("b")], /last admin with a password/],
  ["one of two with a password", [byPassword("a"), byPassword("b")], null],
  ["one without, beside one with", [bySso("a"), byPassword("b")], null],
  ["one of two without", [bySso("a"), bySso("b")], null],
  ["somebody who is no admin", [byPassword("b")], null],
])("may %s go", (_name, admins, why) => {
  const answer = whyAdminStays(admins, "a");
  if (why === null) expect(answer).toBeNull();
  else expect(answer?.detail).toMatch(why);
});
