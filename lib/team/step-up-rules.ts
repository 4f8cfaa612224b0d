/**
 * Decides whether the return from an identity provider proves that the person of this session is present. This session
 * must have begun the round at this provider, each round is used once, and the account must be linked to the same
 * person. The proof must be younger than the round, because the session at the provider may be as old as the one here:
 *
 *   dated  an OpenID Connect issuer signs the time of the last proof (`auth_time`). A new proof was requested, but
 *          through the browser, so only the signed time counts.
 *   round  GitHub has no such time, so the return with a new code must be enough.
 */
export type StepUpProof = { kind: "dated"; at: Date | null } | { kind: "round" };
export type StepUpFacts = {
  userId: string;
  provider: string;
  proof: StepUpProof;
  /** The open round of this session. */
  round: { provider: string; beganAt: Date } | null;
  /** The member to whom the returned account is linked. */
  owner: string | null;
};
export type StepUpRefusal = "round_gone" | "other_person" | "time_missing" | "not_fresh";

/** As for the rest of an ID token: clocks differ, and `auth_time` has whole seconds. */
const CLOCK_TOLERANCE_MS = 10_000;

/** Null when proven. */
export function refuseStepUp({ userId, provider, proof, round, owner }: StepUpFacts): StepUpRefusal | null {
  if (round?.provider !== provider) return "round_gone";
  if (owner !== userId) return "other_person";
  if (proof.kind === "round") return null;
  if (proof.at === null) return "time_missing";
  return proof.at.getTime() < round.beganAt.getTime() - CLOCK_TOLERANCE_MS ? "not_fresh" : null;
}
