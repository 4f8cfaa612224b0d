import { hash, verify } from "@node-rs/argon2";
import { RateLimitedError } from "@/lib/platform/errors";

// OWASP's minimum for argon2id, which is the library's default algorithm. Each hash takes 19 MiB, so a burst of sign-ins is kept from taking the machine.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;
const MAX_WAITING = 64;
/** Hash of a random text: verifying against it makes an unknown e-mail take as long as a wrong password. */
let dummy: Promise<string> | undefined;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING)
      throw new RateLimitedError("Too many sign-ins at this moment; try again in a few seconds.", 5);
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, OPTIONS));
}

/** False, after the usual time, when there is no hash to compare with. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword(crypto.randomUUID());
  const against = stored ?? (await dummy);
  const same = await inTurn(() => verify(against, password));
  return stored !== null && same;
}

export function needsRehash(stored: string): boolean {
  return !stored.startsWith(
    `$argon2id$v=19$m=${OPTIONS.memoryCost},t=${OPTIONS.timeCost},p=${OPTIONS.parallelism}$`,
  );
}

/** Words and walks that lists of leaked passwords are made of; long ones are these, repeated or with digits added. */
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
/** What is left after the known parts must be at least this long to count as thought up. */
const LEAST_OWN = 6;

/** Whether nearly nothing is left of it when well-known words and keyboard walks are taken out, also spelt as p@ssw0rd. */
function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  const plain = [...lower].map((char) => LEET[char] ?? char).join("");
  return [lower, plain].some((text) => restOf(text).length < LEAST_OWN);
}

function restOf(text: string): string {
  let rest = text;
  for (const walk of WALKS)
    for (let length = walk.length; length >= 4; length--)
      for (let start = 0; start + length <= walk.length; start++)
        rest = rest.replaceAll(walk.slice(start, start + length), "");
  for (const word of COMMON_WORDS) rest = rest.replaceAll(word, "");
  // Digits count as padding only beside something well known: thirteen digits of one's own are not that.
  return rest === text ? rest : rest.replaceAll(/[\d\s!@#$%^&*._-]/g, "");
}

/** The reason a password is refused, or null. Words of the person's own name and address are the first guess of an attacker. */
export function weakness(
  password: string,
  words: readonly string[],
): "common" | "repeats" | "personal" | null {
  if (new Set(password).size < 5) return "repeats";
  if (isCommon(password)) return "common";
  const lower = password.toLowerCase();
  const personal = words.map((word) => word.toLowerCase()).filter((word) => word.length >= 4);
  return personal.some((word) => lower.replaceAll(word, "").length < 6 && lower.includes(word))
    ? "personal"
    : null;
}
