import * as fc from "fast-check";
import { expect, it } from "vitest";
import { withAddresses } from "./addresses";

const shown = (text: string) =>
  withAddresses(text).map(({ text: part, href }) => (href ? `<${part}>` : part));

it.each([
  ["no address", ["no address"]],
  ["see https://git.example/a/pull/4, and ask", ["see ", "<https://git.example/a/pull/4>", ", and ask"]],
  ["(https://a.example/b)", ["(", "<https://a.example/b>", ")"]],
  ["https://a.example/wiki/B_(c)", ["<https://a.example/wiki/B_(c)>"]],
  [
    "https://a.example/b?c=d#e\nhttp://f.example",
    ["<https://a.example/b?c=d#e>", "\n", "<http://f.example>"],
  ],
  ["javascript:alert(1) ftp://a.example", ["javascript:alert(1) ftp://a.example"]],
  ["https:// http://[", ["https:// http://["]],
])("%j", (text, parts) => expect(shown(text)).toEqual(parts));

it("loses nothing, and every address is of http or https", () => {
  const piece = fc.constantFrom(
    "https://",
    "http://a.example",
    " ",
    ")",
    "(",
    ".",
    "é",
    "한",
    "javascript:",
    "<",
    "\n",
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((all) => all.join("")),
      (text) => {
        const parts = withAddresses(text);
        expect(parts.map((part) => part.text).join("")).toBe(text);
        for (const { href } of parts) if (href !== null) expect(new URL(href).protocol).toMatch(/^https?:$/);
      },
    ),
  );
});
