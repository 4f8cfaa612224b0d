import type { Role } from "./schema";
import { domainAmong } from "./values";

/**
 * Decides sign-ins through an identity provider. The provider's subject identifies the person. The e-mail address
 * decides the first sign-in only, and only when the provider says that it is verified:
 *
 *   linking   a signed-in member adds the account to their own
 *   known     the subject is linked to a member: in, unless deactivated
 *   namesake  a member has this address: refused, except with an open invite to exactly this address
 *   stranger  joins by an invite link, by an open invite to this address, or by an allowed domain (as viewer)
 */
export type SsoFacts = {
  email: string | null;
  emailVerified: boolean;
  /** The member to whom this subject is linked. */
  owner: Member | null;
  /** The member who has this address. */
  namesake: Member | null;
  /** Set while a signed-in member links another way in. */
  linkTo: { userId: string; provenRecently: boolean } | null;
  /** The invite of the opened link; `open` means not used, revoked or expired. */
  invite: (Invited & { email: string | null; open: boolean }) | null;
  /** An open invite to exactly this address, also without its link. */
  addressed: Invited | null;
  domainAllowed: boolean;
};
type Member = { id: string; deactivated: boolean };
type Invited = { id: string; role: Role };

export type SsoRefusal =
  | "email_unverified"
  | "deactivated"
  | "linked_elsewhere"
  | "step_up"
  | "account_exists"
  | "invite_gone"
  | "invite_other_address"
  | "not_invited";
export type SsoDecision =
  | { kind: "enter"; userId: string }
  | { kind: "link"; userId: string; inviteId: string | null }
  | { kind: "join"; role: Role; inviteId: string | null }
  | { kind: "refuse"; reason: SsoRefusal };

const refuse = (reason: SsoRefusal): SsoDecision => ({ kind: "refuse", reason });

export function decideSso(facts: SsoFacts): SsoDecision {
  const { owner, namesake, linkTo, invite, addressed } = facts;
  if (facts.email === null || !facts.emailVerified) return refuse("email_unverified");
  if (linkTo) {
    if (owner)
      return owner.id === linkTo.userId ? { kind: "enter", userId: owner.id } : refuse("linked_elsewhere");
    return linkTo.provenRecently
      ? { kind: "link", userId: linkTo.userId, inviteId: null }
      : refuse("step_up");
  }
  if (owner) return owner.deactivated ? refuse("deactivated") : { kind: "enter", userId: owner.id };
  const named = invite?.open && invite.email === facts.email ? invite : addressed;
  if (namesake) {
    if (namesake.deactivated) return refuse("deactivated");
    return named ? { kind: "link", userId: namesake.id, inviteId: named.id } : refuse("account_exists");
  }
  if (named) return { kind: "join", role: named.role, inviteId: named.id };
  if (invite && !invite.open) return refuse("invite_gone");
  if (invite) {
    return invite.email === null
      ? { kind: "join", role: invite.role, inviteId: invite.id }
      : refuse("invite_other_address");
  }
  return facts.domainAllowed ? { kind: "join", role: "viewer", inviteId: null } : refuse("not_invited");
}

/** example.com does not admit evil-example.com or a.example.com. */
export function isAllowedDomain(email: string | null, domains: readonly string[]): boolean {
  return email !== null && domainAmong(email, domains) !== null;
}

/**
 * The role by the provider's groups; a member of no configured group is a viewer. Null when no group is configured or
 * the provider sent no list.
 */
export function roleOfGroups(
  groups: readonly string[] | null,
  map: { admin: string | undefined; editor: string | undefined },
): Role | null {
  if (groups === null || (map.admin === undefined && map.editor === undefined)) return null;
  if (map.admin !== undefined && groups.includes(map.admin)) return "admin";
  return map.editor !== undefined && groups.includes(map.editor) ? "editor" : "viewer";
}
