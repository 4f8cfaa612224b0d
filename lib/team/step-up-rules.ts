/**
 * Whether coming back from an identity provider proves that the person of this session is there now. The session began
 * the round, for this provider, and it is used once; the account must be linked to the same person; and the proof must be
 * younger than the round, as the session at the provider may be as old as the one here:
 *
 *   dated  an OpenID Connect issuer says in its signed token when the person last proved who they are (`auth_time`). It
 *          was asked for a new proof, but that wish went through the browser, so only what it answers counts.
 *   round  GitHub never says when. That somebody came back with a new code is all there is.
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
