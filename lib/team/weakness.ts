import { isListedPassword } from "./common-passwords";

/**
 * Why a password is too easy to guess. There are no composition rules. Refused is what attackers try first: leaked
 * passwords, keyboard walks, and the names of the person and the team; also spelt as p@ssw0rd, repeated, or with a few
 * digits around.
 */
export type Weakness = "common" | "repeats" | "personal";

/** Words and walks of which long leaked passwords consist, repeated or with digits added. */
const COMMON_WORDS =
  "password passwort passw parola contrasena motdepasse qwerty qwertz azerty asdf zxcv letmein welcome iloveyou iloveu admin administrator root login master dragon monkey sunshine princess football baseball superman batman shadow michael jordan jennifer hunter trustno changeme change secret default guest user test testing demo example temp pass sample hello computer internet samsung google facebook amazon apple microsoft summer winter spring autumn january february march april may june july august september october november december monday friday gwanje flights 비밀번호 패스워드 사랑해 안녕하세요 관리자".split(
    " ",
  );
const WALKS = [
  "1234567890",
  "0987654321",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "abcdefghijklmnopqrstuvwxyz",
];
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
/** At least so many characters must remain without the known parts. */
const LEAST_OWN = 6;
const LEAST_WORD = 4;
const LEAST_CHARACTERS = 5;

/**
 * The reason for refusing a password, or null. `names`: of the person, their address and the team, which attackers try
 * first.
 */
export function weaknessOf(password: string, names: readonly string[]): Weakness | null {
  if (new Set(password).size < LEAST_CHARACTERS) return "repeats";
  const lower = password.toLowerCase();
  const spellings = [lower, plainOf(lower)];
  if (spellings.some((text) => withoutWords(text).length < LEAST_OWN) || isListed(lower)) return "common";
  const words = wordsOf(names);
  return spellings.some((text) => withoutNames(text, words) < LEAST_OWN) ? "personal" : null;
}

const plainOf = (text: string): string => [...text].map((char) => LEET[char] ?? char).join("");

/** Listed as it is, repeated, or with less than six characters around. */
function isListed(lower: string): boolean {
  const core = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const padded = core.length >= LEAST_WORD && lower.length - core.length < LEAST_OWN ? [core] : [];
  return [lower, ...padded].some((text) =>
    [text, plainOf(text)].some((spelt) => isListedPassword(spelt) || isListedPassword(unitOf(spelt))),
  );
}

/** "mustang" of "mustangmustang"; the whole text when nothing repeats. */
function unitOf(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}

function withoutWords(text: string): string {
  let rest = text;
  for (const walk of WALKS)
    for (let length = walk.length; length >= 4; length--)
      for (let start = 0; start + length <= walk.length; start++)
        rest = rest.replaceAll(walk.slice(start, start + length), "");
  for (const word of COMMON_WORDS) rest = rest.replaceAll(word, "");
  // Digits count as padding only beside a known part, so thirteen own digits are fine.
  return rest === text ? rest : rest.replaceAll(/[\d\s!@#$%^&*._-]/g, "");
}

/** Each name and its parts, the longest first: "Acme Robotics" also forbids "robotics-2026". */
function wordsOf(names: readonly string[]): string[] {
  const whole = names.map((name) => name.toLowerCase());
  const parts = whole.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u));
  const words = [...whole, ...parts].filter((word) => word.length >= LEAST_WORD);
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/** The number of characters beside the names; all when it contains none. */
function withoutNames(text: string, words: readonly string[]): number {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, "");
  return rest === text ? text.length : rest.replaceAll(/[\s!@#$%^&*._-]/g, "").length;
}
