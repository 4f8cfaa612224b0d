import { describe, expect, it } from "vitest";
import { decideSso, isAllowedDomain, roleOfGroups, type SsoDecision, type SsoFacts } from "./sso-rules";

const STRANGER: SsoFacts = {
  email: "lin@example.com",
  emailVerified: true,
  owner: null,
  namesake: null,
  linkTo: null,
  invite: null,
  addressed: null,
  domainAllowed: false,
};
const member = { id: "usr_lin", deactivated: false };
const gone = { id: "usr_lin", deactivated: true };
const invite = { id: "inv_1", role: "editor" as const, email: null, open: true };
const refuse = (reason: string) => ({ kind: "refuse", reason });

describe("decideSso", () => {
  it.each<[string, Partial<SsoFacts>, unknown]>([
    ["a stranger", {}, refuse("not_invited")],
    [
      "a stranger of an allowed domain joins as viewer",
      { domainAllowed: true },
      { kind: "join", role: "viewer", inviteId: null },
    ],
    ["no address", { email: null, domainAllowed: true }, refuse("email_unverified")],
    ["an address nobody verified", { emailVerified: false, domainAllowed: true }, refuse("email_unverified")],
    [
      "an unverified address of a known subject",
      { emailVerified: false, owner: member },
      refuse("email_unverified"),
    ],
    ["a known subject", { owner: member }, { kind: "enter", userId: "usr_lin" }],
    [
      "a known subject whose address is another member's now",
      { owner: member, namesake: { id: "usr_kim", deactivated: false } },
      { kind: "enter", userId: "usr_lin" },
    ],
    ["a deactivated person", { owner: gone }, refuse("deactivated")],
    ["a deactivated person's address", { namesake: gone, addressed: invite }, refuse("deactivated")],
    ["the address of a member is not taken over", { namesake: member }, refuse("account_exists")],
    ["nor by an allowed domain", { namesake: member, domainAllowed: true }, refuse("account_exists")],
    ["nor by an invite for anyone", { namesake: member, invite }, refuse("account_exists")],
    [
      "but by an invite to exactly this address",
      { namesake: member, invite: { ...invite, email: "lin@example.com" } },
      { kind: "link", userId: "usr_lin", inviteId: "inv_1" },
    ],
    ["an invite link for anyone", { invite }, { kind: "join", role: "editor", inviteId: "inv_1" }],
    [
      "an invite to this address, signed in without the link",
      { addressed: invite },
      { kind: "join", role: "editor", inviteId: "inv_1" },
    ],
    [
      "an invite to another address",
      { invite: { ...invite, email: "kim@example.com" } },
      refuse("invite_other_address"),
    ],
    ["a used invite", { invite: { ...invite, open: false }, domainAllowed: true }, refuse("invite_gone")],
    [
      "a used invite to this address does not link",
      { namesake: member, invite: { ...invite, email: "lin@example.com", open: false } },
      refuse("account_exists"),
    ],
    [
      "linking by a signed-in member",
      { linkTo: { userId: "usr_kim", provenRecently: true } },
      { kind: "link", userId: "usr_kim", inviteId: null },
    ],
    [
      "linking long after signing in",
      { linkTo: { userId: "usr_kim", provenRecently: false } },
      refuse("step_up"),
    ],
    [
      "linking what is another member's",
      { owner: member, linkTo: { userId: "usr_kim", provenRecently: true } },
      refuse("linked_elsewhere"),
    ],
    [
      "linking what is linked already",
      { owner: member, linkTo: { userId: "usr_lin", provenRecently: false } },
      { kind: "enter", userId: "usr_lin" },
    ],
  ])("%s", (_, facts, expected) => {
    expect(decideSso({ ...STRANGER, ...facts })).toEqual(expected as SsoDecision);
  });
});

it.each([
  ["lin@example.com", true],
  ["lin@EXAMPLE.com", true],
  ["lin@evil-example.com", false],
  ["lin@sub.example.com", false],
  ["lin@example.com.evil.test", false],
  ["lin@evil.test@example.org", false],
  [null, false],
])("isAllowedDomain %s", (email, expected) => {
  expect(isAllowedDomain(email, ["example.com"])).toBe(expected);
});

it.each([
  [null, null],
  [[], "viewer"],
  [["staff"], "viewer"],
  [["ml"], "editor"],
  [["ml", "platform"], "admin"],
  [["Platform"], "viewer"],
])("roleOfGroups %j -> %s", (groups, role) => {
  expect(roleOfGroups(groups, { admin: "platform", editor: "ml" })).toBe(role);
});

it("groups decide nothing when none is configured", () => {
  expect(roleOfGroups(["platform"], { admin: undefined, editor: undefined })).toBeNull();
});
