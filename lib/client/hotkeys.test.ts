import { describe, expect, it } from "vitest";
import {
  isSingleKey,
  type KeyPress,
  keyCaps,
  matchesStep,
  nextMatch,
  SEQUENCE_MS,
  type Sequence,
} from "./hotkeys";

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});
const idle: Sequence = { steps: [], at: 0 };
const bindings = [
  { keys: "KeyJ" },
  { keys: "KeyG KeyP" },
  { keys: "KeyP" },
  { keys: "mod+KeyK" },
  { keys: "shift+Slash" },
];

describe("matchesStep", () => {
  it("looks at the place of the key, so Hangul input does not matter", () => {
    expect(matchesStep("KeyJ", { ...press("KeyJ"), ...{ key: "ㅓ" } })).toBe(true);
    expect(matchesStep("KeyJ", { ...press("KeyJ"), ...{ key: "Process" } })).toBe(true);
  });

  it("wants exactly its modifiers", () => {
    expect(matchesStep("mod+KeyK", press("KeyK", { metaKey: true }))).toBe(true);
    expect(matchesStep("mod+KeyK", press("KeyK", { ctrlKey: true }))).toBe(true);
    expect(matchesStep("KeyK", press("KeyK", { ctrlKey: true }))).toBe(false);
    expect(matchesStep("shift+Slash", press("Slash", { shiftKey: true }))).toBe(true);
    expect(matchesStep("Slash", press("Slash", { shiftKey: true }))).toBe(false);
    expect(matchesStep("KeyK", press("KeyK", { altKey: true }))).toBe(false);
  });
});

describe("nextMatch", () => {
  it("finishes a sequence, and not its last key alone", () => {
    const first = nextMatch(bindings, idle, press("KeyG"), 1000);
    expect(first.hit).toBeUndefined();
    expect(nextMatch(bindings, first.pending, press("KeyP"), 1100).hit?.keys).toBe("KeyG KeyP");
    expect(nextMatch(bindings, idle, press("KeyP"), 1000).hit?.keys).toBe("KeyP");
  });

  it("forgets a sequence that takes too long", () => {
    const first = nextMatch(bindings, idle, press("KeyG"), 1000);
    expect(nextMatch(bindings, first.pending, press("KeyP"), 1001 + SEQUENCE_MS).hit?.keys).toBe("KeyP");
  });

  it("a key that does not continue the sequence counts for itself", () => {
    const first = nextMatch(bindings, idle, press("KeyG"), 1000);
    expect(nextMatch(bindings, first.pending, press("KeyJ"), 1100).hit?.keys).toBe("KeyJ");
  });

  it("ignores keys of a syllable in the making", () => {
    expect(nextMatch(bindings, idle, press("KeyJ", { isComposing: true }), 1).hit).toBeUndefined();
  });

  it("the binding made last wins", () => {
    const both = [
      { keys: "KeyJ", id: 1 },
      { keys: "KeyJ", id: 2 },
    ];
    expect(nextMatch(both, idle, press("KeyJ"), 1).hit?.id).toBe(2);
  });
});

it("caps and kinds", () => {
  expect(["KeyG KeyP", "mod+KeyK", "shift+Slash", "BracketLeft", "KeyG Comma"].map(keyCaps)).toEqual([
    "G P",
    "mod+K",
    "?",
    "[",
    "G ,",
  ]);
  expect(isSingleKey("shift+Slash")).toBe(true);
  expect(isSingleKey("mod+KeyK")).toBe(false);
});
