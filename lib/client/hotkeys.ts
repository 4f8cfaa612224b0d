/**
 * Keys are named by their position (`KeyboardEvent.code`), because with a Hangul input method the J key arrives as "ㅓ"
 * or "Process". "KeyJ", "mod+KeyK", "shift+Slash", and sequences: "KeyG KeyP".
 */
export type KeyPress = {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
};

/** A sequence is dropped when its next key takes longer. */
export const SEQUENCE_MS = 1200;

export function matchesStep(step: string, press: KeyPress): boolean {
  const parts = step.split("+");
  const code = parts.at(-1);
  const mod = parts.includes("mod");
  const shift = parts.includes("shift");
  return (
    press.code === code &&
    (press.ctrlKey || press.metaKey) === mod &&
    press.shiftKey === shift &&
    press.altKey === false
  );
}

/** Works without a modifier; people can switch these off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return !keys.includes("mod+");
}

/** "KeyG KeyP" reads "g p", "mod+KeyK" reads "mod+K". */
export function keyCaps(keys: string): string {
  return keys
    .split(" ")
    .map((step) => step.split("+").map(capOf).join("+"))
    .join(" ")
    .replace("shift+/", "?");
}

function capOf(part: string): string {
  const named: Record<string, string> = {
    Slash: "/",
    BracketLeft: "[",
    BracketRight: "]",
    Escape: "esc",
    Enter: "enter",
    Period: ".",
    Comma: ",",
    Minus: "-",
    ArrowLeft: "←",
    ArrowRight: "→",
  };
  return named[part] ?? part.replace(/^Key|^Digit/, "");
}

export type Sequence = { steps: readonly string[]; at: number };

/**
 * The binding that a key press completes, or the sequence it begins or continues. Later bindings win, so an open panel
 * can override the page's keys.
 */
export function nextMatch<B extends { keys: string }>(
  bindings: readonly B[],
  pending: Sequence,
  press: KeyPress,
  now: number,
): { hit: B | undefined; pending: Sequence } {
  const none: Sequence = { steps: [], at: now };
  if (press.isComposing) return { hit: undefined, pending: none };
  const before = now - pending.at <= SEQUENCE_MS ? pending.steps : [];
  for (const prefix of before.length > 0 ? [before, []] : [[]]) {
    const open = bindings.filter((binding) => follows(binding.keys.split(" "), prefix, press));
    const done = open.filter((binding) => binding.keys.split(" ").length === prefix.length + 1).at(-1);
    if (done) return { hit: done, pending: none };
    const step = open.at(-1)?.keys.split(" ")[prefix.length];
    if (step) return { hit: undefined, pending: { steps: [...prefix, step], at: now } };
  }
  return { hit: undefined, pending: none };
}

function follows(steps: readonly string[], prefix: readonly string[], press: KeyPress): boolean {
  const next = steps[prefix.length];
  return (
    next !== undefined && prefix.every((step, index) => steps[index] === step) && matchesStep(next, press)
  );
}
