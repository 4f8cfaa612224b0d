import { describe, expect, it } from "vitest";
import { isListedPassword } from "./common-passwords";
import { weaknessOf } from "./weakness";

const NAMES = ["Minji Kim", "minji-kim", "orbitworks", "Acme Robotics"];

describe("a new password", () => {
  it.each([
    ["password1234", "common"],
    ["qwertyqwerty", "common"],
    ["P@ssw0rd2024!", "common"],
    ["1q2w3e4r5t6y", "common"],
    ["Summer2025Summer", "common"],
    ["letmein-letmein", "common"],
    ["비밀번호123456789", "common"],
    // Weak only by the list: long leaked ones, repeated ones, padded ones.
    ["finalfantasy", "common"],
    ["Needforspeed", "common"],
    ["iamlegend2012", "common"],
    ["vbvbvbvb1968", "common"],
    ["leavemealone99", "common"],
    ["mustangmustang", "common"],
    ["2024!chesterfield", "common"],
    ["ch3st3rf13ld2024", "common"],
    ["aaaaaaaaaaaa", "repeats"],
    ["abab-abab-abab", "repeats"],
    ["minji-kim-12", "personal"],
    ["Minji Kim 2026", "personal"],
    ["AcmeRobotics1", "personal"],
    ["acme.robotics!!", "personal"],
    ["m1nj1-orbitworks", "personal"],
    ["correct horse battery", null],
    ["several unrelated words", null],
    ["another set of words", null],
    ["robotics by moonlight", null],
    ["kX9#vLm2qTz7", null],
    ["8461 9027 3355 1", null],
    ["chesterfield 84 tangerine", null],
    ["한글로 된 긴 비밀 문장", null],
  ])("%s -> %s", (password, expected) => {
    expect(weaknessOf(password, NAMES)).toBe(expected);
  });
});

it("the list is that of the package it was made from, in any case of letters", () => {
  for (const listed of ["123456", "DRAGON", "qazwsxedcrfv", "godspeedonthedevilsthunder"])
    expect(isListedPassword(listed), listed).toBe(true);
  // By chance, 40 bits over 111,484 entries refuse one in ten million good passwords.
  const made = Array.from({ length: 2_000 }, (_, i) => `no such password ${i}`);
  expect(made.filter(isListedPassword)).toEqual([]);
});
