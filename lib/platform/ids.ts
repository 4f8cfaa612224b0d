import { randomBytes } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export type IdPrefix =
  | "usr"
  | "idn"
  | "ses"
  | "inv"
  | "rst"
  | "tok"
  | "sva"
  | "aud"
  | "ver"
  | "imp"
  | "run"
  | "rer"
  | "ti"
  | "bf"
  | "wrk"
  | "job"
  | "art"
  | "prm"
  | "whk"
  | "mev"
  | "viw"
  | "lsr"
  | "bpr"
  | "apr"
  | "alr"
  | "rvw"
  | "req"
  | "pred"
  | "evt";

/** Prefixed ULID: `run_01J...`, sorts by time of creation. */
export function newId<P extends IdPrefix>(prefix: P, now = Date.now()): `${P}_${string}` {
  return `${prefix}_${ulid(now)}`;
}

function ulid(now: number): string {
  let time = "";
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = CROCKFORD.charAt(rest % 32) + time;
  let random = "";
  for (const byte of randomBytes(16)) random += CROCKFORD.charAt(byte & 31);
  return time + random;
}

/** RFC 9562 version 7: the fencing token of a task attempt, sorted by time. */
export function uuidV7(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
