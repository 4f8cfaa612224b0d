import { expect, it } from "vitest";
import { refuseStepUp, type StepUpFacts } from "./step-up-rules";

const BEGAN = new Date("2026-03-01T12:00:00Z");
const after = (seconds: number) => ({
  kind: "dated" as const,
  at: new Date(BEGAN.getTime() + seconds * 1_000),
});
const FACTS: StepUpFacts = {
  userId: "usr_lin",
  provider: "oidc",
  proof: after(5),
  round: { provider: "oidc", beganAt: BEGAN },
  owner: "usr_lin",
};
const BY_GITHUB = { provider: "github", round: { provider: "github", beganAt: BEGAN } };

it.each<[string, Partial<StepUpFacts>, string | null]>([
  ["the same person, proven after the round began", {}, null],
  ["proven in the second of the beginning, by a clock that is a little behind", { proof: after(-10) }, null],
  ["proven before", { proof: after(-11) }, "not_fresh"],
  ["proven an hour ago", { proof: after(-3_600) }, "not_fresh"],
  ["an issuer that does not say when", { proof: { kind: "dated", at: null } }, "time_missing"],
  ["another member's account", { owner: "usr_kim" }, "other_person"],
  ["an account that is linked to nobody", { owner: null }, "other_person"],
  ["no round, or a used one", { round: null }, "round_gone"],
  ["a round for another provider", { round: BY_GITHUB.round }, "round_gone"],
  ["GitHub, which never says when", { ...BY_GITHUB, proof: { kind: "round" } }, null],
  [
    "GitHub, another member's account",
    { ...BY_GITHUB, proof: { kind: "round" }, owner: "usr_kim" },
    "other_person",
  ],
  ["GitHub, no round", { ...BY_GITHUB, proof: { kind: "round" }, round: null }, "round_gone"],
])("%s", (_, facts, expected) => {
  expect(refuseStepUp({ ...FACTS, ...facts })).toBe(expected);
});
