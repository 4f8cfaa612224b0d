import { expect, it } from "vitest";
import { tokenOf } from "./authenticate";

const TOKEN = "gwj_pat_0123456789abcdefghijABCDEFGHIJ0123456789";
/** Read as base64 it has colons: "Ojo6" is three of them. */
const COLONS = "gwj_pat_Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6Ojo6";
const base64 = (text: string) => Buffer.from(text).toString("base64");

it.each([
  [`Bearer ${TOKEN}`, TOKEN],
  [`bearer  ${TOKEN}`, TOKEN],
  [`Basic ${base64(`any:${TOKEN}`)}`, TOKEN],
  [`Basic ${base64("nobody")}`, null],
  [`ApiKey ${TOKEN}`, TOKEN],
  [`ApiKey ${COLONS}`, COLONS],
  [`ApiKey ${base64(`id:${TOKEN}`)}`, TOKEN],
  [`ApiKey ${base64(`id:${COLONS}`)}`, COLONS],
  ["ApiKey no", "no"],
  ["Digest x", null],
  ["", null],
])("%s names the token %s", (header, token) => {
  expect(tokenOf(header)).toBe(token);
});
