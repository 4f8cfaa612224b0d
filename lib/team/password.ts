import { hash, verify } from "@node-rs/argon2";
import { RateLimitedError } from "@/lib/platform/errors";

// OWASP's minimum for argon2id, the library's default. Each hash takes 19 MiB, so the number at once is limited.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;
const MAX_WAITING = 64;
/** Hash of a random text. Verifying against it makes an unknown e-mail take as long as a wrong password. */
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

/** Takes the usual time and returns false when there is no hash. */
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
